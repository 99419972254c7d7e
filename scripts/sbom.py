"""Write docs/sbom.cdx.json: all parts as a CycloneDX bill of materials, with digests.

Examples:
  python scripts/sbom.py            write it
  python scripts/sbom.py --check    fail when it is out of date
"""

import argparse
import hashlib
import json
import sys
import tomllib
import uuid
from importlib.metadata import requires
from typing import Any

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import (
    ExternalReference,
    ExternalReferenceType,
    HashAlgorithm,
    HashType,
    XsUri,
)
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from licences import ROOT, Part, UnknownLicence, parts
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

SBOM = ROOT / "docs" / "sbom.cdx.json"


def main() -> int:
    """Write or compare; 1 when a licence is not allowed or the file is out of date."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    given = parser.parse_args()
    try:
        text = sbom(parts())
    except UnknownLicence as error:
        print(error, file=sys.stderr)
        return 1
    if not given.check:
        SBOM.write_text(text, encoding="utf-8")
        print(f"wrote {SBOM}")
    elif SBOM.read_text(encoding="utf-8") != text:
        print(f"{SBOM} is out of date; write it with scripts/sbom.py.", file=sys.stderr)
        return 1
    return 0


def sbom(found: list[Part]) -> str:
    """The bill of materials as JSON; the same parts always give the same text."""
    bom = Bom()
    bom.metadata.component = root = _root()
    components = {part.name: _component(part) for part in found}
    for component in components.values():
        bom.components.add(component)
    bom.register_dependency(root, components.values())
    for part in found:
        if not part.files:
            needed = [components[name] for name in _needed(part) if name in components]
            bom.register_dependency(components[part.name], needed)
    document: dict[str, Any] = json.loads(JsonV1Dot6(bom).output_as_string())
    # The moment of writing and a random number would make every file another one.
    del document["metadata"]["timestamp"]
    del document["serialNumber"]
    content = json.dumps(document, sort_keys=True)
    document["serialNumber"] = uuid.uuid5(uuid.NAMESPACE_URL, content).urn
    return json.dumps(document, indent=1, sort_keys=True) + "\n"


def _root() -> Component:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return Component(
        name=project["name"],
        version=project["version"],
        type=ComponentType.APPLICATION,
        bom_ref=project["name"],
        licenses=[LicenseFactory().make_from_string(project["license"])],
    )


def _component(part: Part) -> Component:
    return Component(
        name=part.name,
        version=part.version,
        type=ComponentType(part.kind),
        bom_ref=part.name,
        description=part.note or None,
        scope=ComponentScope.REQUIRED if part.use == "server" else ComponentScope.EXCLUDED,
        licenses=[LicenseFactory().make_from_string(part.licence)],
        purl=None if part.files else _package(part),
        external_references=None if part.files else [_archives(part)],
        components=[_file(part, path) for path in part.files],
    )


def _package(part: Part) -> PackageURL:
    return PackageURL("pypi", name=part.name, version=part.version)


def _archives(part: Part) -> ExternalReference:
    """The archives of a package by the digests that the lock file allows."""
    return ExternalReference(
        type=ExternalReferenceType.DISTRIBUTION,
        url=XsUri(_package(part).to_string()),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest) for digest in part.digests],
    )


def _file(part: Part, path: Any) -> Component:
    name = path.relative_to(ROOT).as_posix()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Component(
        name=name,
        type=ComponentType.FILE,
        bom_ref=f"{part.name}/{name}",
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)],
    )


def _needed(part: Part) -> list[str]:
    """The packages that a package asks for on this machine, without its extras."""
    wanted = [Requirement(line) for line in requires(part.name) or []]
    here = [one for one in wanted if not one.marker or one.marker.evaluate({"extra": ""})]
    return [canonicalize_name(one.name) for one in here]


if __name__ == "__main__":
    sys.exit(main())
