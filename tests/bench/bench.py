"""./nexus bench [NAME ...] [--json FILE]: runs the benches, prints a table. A
ratio over 1 always means that ours is better; absolute times are this machine's."""

import argparse
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "suite"))

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "queue"))

import create
import queue_bench

BENCHES = {"create": create.run, "queue": queue_bench.run}


def figure(value, digits):
    return "-" if value is None else f"{value:.{digits}f}"


def show(row):
    metric = " ".join(filter(None, (row["metric"], row.get("completion"))))
    digits = 1 if (row["ours"] or 0) >= 10 else 2
    print(f"{row['bench']:10} {metric:32} {figure(row['ours'], digits):>10} {row['unit']:4} "
          f"{figure(row.get('theirs'), digits):>10} {row.get('peer') or '-':22} "
          f"{figure(row.get('ratio'), 2):>6} {row['runs']:5}")


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
