"""./nexus bench [NAME ...] [--json FILE]: runs the benches, prints a table. A
ratio over 1 always means that ours is better; absolute times are this machine's."""

import argparse
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "suite"))

import create

BENCHES = {"create": create.run}


def show(row):
    ratio = f"{row['ratio']:.2f}" if row.get("ratio") is not None else "-"
    theirs = f"{row['theirs']:.1f}" if row.get("theirs") is not None else "-"
    print(f"{row['bench']:10} {row['metric']:32} {row['ours']:10.1f} {row['unit']:4} "
          f"{theirs:>10} {row.get('peer') or '-':22} {ratio:>6} {row['runs']:5}")


def main():
    parser = argparse.ArgumentParser(prog="./nexus bench")
    parser.add_argument("name", nargs="*", help=f"of {', '.join(BENCHES)}; none: all")
    parser.add_argument("--json", type=pathlib.Path, help="also one object a line, into this file")
    arguments = parser.parse_args()
    unknown = set(arguments.name) - set(BENCHES)
    if unknown:
        parser.error(f"no bench {', '.join(sorted(unknown))}")
    rows = []
    for name in arguments.name or BENCHES:
        rows += BENCHES[name]()
    print(f"{'bench':10} {'metric':32} {'ours':>10} {'unit':4} {'theirs':>10} {'peer':22} {'ratio':>6} {'runs':>5}")
    for row in rows:
        show(row)
    if arguments.json:
        arguments.json.write_text("".join(json.dumps(row) + "\n" for row in rows))


if __name__ == "__main__":
    main()
