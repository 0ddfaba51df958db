# build run stop test bench format lint: see README.
.PHONY: build run stop test bench format lint
SOURCES = Package.swift Sources Tests

format:
	swift format format --in-place --recursive --parallel $(SOURCES)

lint:
	swift format lint --strict --recursive --parallel $(SOURCES)
