"""Train the sentence encoder from the training folder: `train_encoder.py FOLDER --out MODEL`."""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from index.training.building import Order, train_encoder  # noqa: E402
from index.training.recipe import EXTRA_WEIGHT, RATE, STEPS  # noqa: E402


def arguments() -> argparse.Namespace:
    """Read the command line; the defaults are the recipe of the shipped model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the training folder")
    parser.add_argument("--out", type=Path, required=True, help="the model folder to write")
    parser.add_argument(
        "--work", type=Path, default=ROOT / ".training", help="what is kept between runs"
    )
    parser.add_argument("--questions", type=Path, help="development questions, never trained on")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--rate", type=float, default=RATE, help="learning rate at its highest")
    parser.add_argument("--extra", type=Path, help="more pairs: two columns, tab-separated")
    parser.add_argument("--extra-weight", type=float, default=EXTRA_WEIGHT)
    parser.add_argument("--from", dest="start", type=Path, help="a trained model to start from")
    return parser.parse_args()


def main() -> None:
    """Train, or go on with a training that was stopped."""
    given = arguments()
    train_encoder(Order(**vars(given)))
    print(f"wrote {given.out}")


if __name__ == "__main__":
    main()
