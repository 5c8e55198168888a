"""Settings from environment (CUNZHANG_…) with checked types; the command line overrides them."""

from __future__ import annotations

import os

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """How a run behaves; every value has a default that suits an office computer."""

    model_config = SettingsConfigDict(env_prefix="CUNZHANG_")

    settle_seconds: float = Field(default=5.0, ge=0, description="文件多久没有变化才算放好（秒）")
    settle_limit: float = Field(default=60.0, ge=0, description="最多等多久（秒）")
    file_seconds: float = Field(default=120.0, gt=0, description="读一个文件最多用多久（秒）")
    file_megabytes: int = Field(default=2048, ge=256, description="读文件的进程最多用多少内存（MB）")
    workers: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1, description="同时读几个文件")
    unmasked_for: str = Field(
        default="", description="另外发布一份不遮盖的数据库，用于什么事（写入批次清单）；空为不发布"
    )
