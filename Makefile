# build, run, stop, test, bench, soak, format, lint: see README.
.PHONY: build run stop test bench bench-s3 bench-dynamodb soak format lint packages packages-test
SOURCES = Package.swift Sources Tests
VENV = .venv
# A static binary without symbols: one file to copy. Exclusive access is checked by the compiler and, in every debug build
# and so in all tests, while running; the release build leaves the second check out (7 % of a request).
RELEASE = -c release --product cauce --static-swift-stdlib -Xlinker -s -Xswiftc -enforce-exclusivity=unchecked

build: packages
	swift build $(RELEASE)

# In the foreground; Ctrl-C or `make stop` ends it.
run: build $(VENV)/ready
	PATH="$(CURDIR)/$(VENV)/bin:$$PATH" CAUCE_PYTHON="$(CURDIR)/$(VENV)/bin/python" fixtures/architecture/run.sh .build/release/cauce

stop:
	@if [ -f .cauce/run.pid ]; then kill $$(cat .cauce/run.pid) 2>/dev/null || true; rm -f .cauce/run.pid; fi

# Everything: the rooms' own tests, then the real clients against the same build.
test: packages packages-test $(VENV)/ready
	swift build --build-tests --explicit-target-dependency-import-check error
	CAUCE_BOTOCORE_DATA="$$($(VENV)/bin/python -c 'import botocore, os; print(os.path.dirname(botocore.__file__))')/data" \
	  swift test --skip-build --parallel
	CAUCE_BINARY="$(CURDIR)/.build/debug/cauce" $(VENV)/bin/python -m pytest -q -n 4 --dist loadfile Tests/Conformance/sdk

bench: build
	bench/run.sh

bench-s3: build
	bench/s3.sh

bench-dynamodb: build
	python3 bench/dynamodb.py

# Ten minutes of load with reshardings and a kill -9; DURATION=120 make soak for less.
soak: build
	python3 bench/soak.py

format:
	swift format format --in-place --recursive --parallel $(SOURCES)

lint:
	swift format lint --strict --recursive --parallel $(SOURCES)

# The system libraries, where they are missing (Debian).
packages:
	@dpkg -s libsqlite3-dev libssl-dev zlib1g-dev libnghttp2-dev python3-venv >/dev/null 2>&1 || { \
	  SUDO=$$( [ "$$(id -u)" = 0 ] || echo sudo ); \
	  $$SUDO apt-get update -qq && $$SUDO apt-get install -y -qq libsqlite3-dev libssl-dev zlib1g-dev libnghttp2-dev python3-venv; }

# Programs that the tests drive against the server; a test whose program is missing is skipped.
packages-test:
	@command -v s3cmd >/dev/null && command -v rclone >/dev/null && command -v restic >/dev/null && [ -x /usr/bin/aws ] || { \
	  SUDO=$$( [ "$$(id -u)" = 0 ] || echo sudo ); \
	  $$SUDO apt-get update -qq && $$SUDO apt-get install -y -qq s3cmd rclone restic awscli; }

# What tests, set-up scripts and Python handlers need: boto3, the aws CLI, pytest.
$(VENV)/ready: Tests/Conformance/sdk/requirements.txt
	python3 -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -r $<
	touch $@
