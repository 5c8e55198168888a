"""Name every place under inputs/ and outputs/."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import WrongSettings

EXAMPLE_PREFIX = "示例-"


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
    def lock(self) -> Path:
        """The lock that keeps two runs apart."""
        return self.state / "run.lock"

    @property
    def database(self) -> Path:
        """The published database."""
        return self.outputs / "cunzhang.duckdb"

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
