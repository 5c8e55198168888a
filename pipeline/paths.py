"""Name every place under inputs/ and outputs/."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import Environment, WrongSettings

EXAMPLE_PREFIX = "示例-"
# The database engine takes the one for a slash, others for an address or an option, and wants UTF-8.
_ODD = re.compile(r"\\|\?|^~|^\w*:|[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one installation."""

    inputs: Path
    outputs: Path

    @property
    def state(self) -> Path:
        """The private folder: warehouse and lock."""
        return self.outputs / "state"

    @property
    def warehouse(self) -> Path:
        """The private warehouse."""
        return self.state / "warehouse.duckdb"

    @property
    def next_warehouse(self) -> Path:
        """The warehouse as this run leaves it; it takes the place of the other once the batch is sealed."""
        return self.state / ".warehouse.next.duckdb"

    @property
    def log(self) -> Path:
        """What a maintainer reads after a fault."""
        return self.state / "cunzhang.log"

    @property
    def last_run(self) -> Path:
        """How the last run ended, for whoever watches over it."""
        return self.state / "last_run.json"

    @property
    def personal_key(self) -> Path:
        """The key of the masks."""
        return self.state / "personal.key"

    @property
    def lock(self) -> Path:
        """The lock that keeps two runs apart."""
        return self.state / "run.lock"

    @property
    def database(self) -> Path:
        """The published database."""
        return self.outputs / "cunzhang.duckdb"

    def checked(self) -> Places:
        """Give these places; raises ``WrongSettings`` where they can't be an installation's."""
        if not self.inputs.is_dir():
            raise WrongSettings(
                f"找不到 inputs 文件夹：{self.inputs}。请先建立这个文件夹，把各村账表放进去。"
            )
        _open(self.inputs)
        self.writable()
        inputs, outputs = self.inputs.resolve(), self.outputs.resolve()
        if inputs.is_relative_to(outputs) or outputs.is_relative_to(inputs):
            raise WrongSettings(
                f"inputs 和 outputs 不能一个在另一个里面：{self.inputs}，{self.outputs}。请分开放在两个文件夹。"
            )
        return self

    def writable(self) -> Places:
        """Give these places; raises ``WrongSettings`` where there can't be an outputs folder."""
        if self.outputs.exists() and not self.outputs.is_dir():
            raise WrongSettings(f"outputs 应是文件夹，这里是一个文件：{self.outputs}。请换一个地方。")
        if os.name != "nt" and (odd := _ODD.search(str(self.outputs))):
            raise WrongSettings(f"outputs 的路径里不能有“{odd[0]}”：{self.outputs}。请换一个地方。")
        _open(self.outputs)
        return self

    def standing(self) -> Places:
        """Give these places; raises ``WrongSettings`` where there is no outputs folder."""
        if not self.outputs.is_dir():
            raise WrongSettings(f"找不到 outputs 文件夹：{self.outputs}。请检查路径。")
        _open(self.outputs)
        return self

    def published(self) -> Path:
        """Give the published database; raises ``WrongSettings`` when nothing has been published."""
        if not self.database.exists():
            raise WrongSettings(f"还没有发布的数据库：{self.database}。请先运行 cunzhang run。")
        return self.database

    @property
    def unmasked(self) -> Path:
        """The database with personal numbers whole, for a named purpose only."""
        return self.state / "cunzhang-unmasked.duckdb"

    @property
    def archive(self) -> Path:
        """The original bytes of every submission."""
        return self.outputs / "archive"

    @property
    def batches(self) -> Path:
        """The manifests."""
        return self.outputs / "batches"

    @property
    def reports(self) -> Path:
        """What inspectors read and fill in."""
        return self.outputs / "reports"

    @property
    def feedback(self) -> Path:
        """What goes back to the officers."""
        return self.outputs / "feedback"

    @property
    def feedback_index(self) -> Path:
        """Which feedback files this program wrote, so that it never touches others."""
        return self.state / "feedback.json"


def _open(folder: Path) -> None:
    """Raise ``Environment`` where a folder is there and nobody may look into it."""
    if folder.exists() and not os.access(folder, os.R_OK | os.X_OK):
        folder.stat()  # a network drive that is gone says so itself
        raise Environment(f"没有读取的权限：{folder}。请让管理员开通，或换一个文件夹。")
