"""Write the generated pages, or with ``--check`` exit 1 when they are out of date."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from pipeline.catalogue import DOCS, differences, write

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def main(arguments: Sequence[str] | None = None, docs: Path = DOCS) -> int:
    """Run the command on ``docs``; returns its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m pipeline.catalogue", description="由表定义和规则生成文档"
    )
    parser.add_argument("--check", action="store_true", help="只检查文档是否最新，不改动文件")
    if not parser.parse_args(arguments).check:
        for name in write(docs):
            print(f"已更新 docs/{name}")
        return 0
    stale = differences(docs)
    for name in stale:
        print(f"docs/{name} 与定义不一致", file=sys.stderr)
    if stale:
        print("请运行 make docs 重新生成文档后再提交。", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
