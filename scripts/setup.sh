# Sourced by start and test: `set_up LOCK` puts the packages of a lock file into .venv, once.

find_python() {
    for name in "${PYTHON:-python3}" python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    echo "Python 3.11 or newer is needed. Install it, or set PYTHON to its path." >&2
    return 1
}

set_up() {
    local lock="$1" stamp=".venv/$1.sha256" digest
    digest="$(sha256sum "$lock" | cut -d' ' -f1)"
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$digest" ]; then
        return
    fi
    echo "Setting up .venv from $lock (once; it downloads about 300 MB) ..."
    [ -x .venv/bin/python ] || "$(find_python)" -m venv .venv
    .venv/bin/python -m pip install --disable-pip-version-check --require-hashes -r "$lock" |
        grep --line-buffered -E '^(Collecting|Downloading|Installing|Successfully|ERROR)' || true
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
    .venv/bin/python -c 'import sysconfig, pathlib
path = pathlib.Path(sysconfig.get_path("purelib"), "welfare_plan_assistant.pth")
path.write_text(str(pathlib.Path.cwd()) + "\n", encoding="utf-8")'
    echo "$digest" > "$stamp"
}
