#!/bin/sh
# Copies the pictures that the docs show from those that the last run of the browser tests made (./test e2e).
# To be run by hand after the pages have changed, and looked at before they are committed.
set -eu
cd "$(dirname "$0")/.."
made=e2e/target/screenshots
mkdir -p docs/images
grep -oh 'images/[a-z0-9-]*\.png' README.md docs/*.md docs/guide/*.md | sort -u | while read -r picture; do
    name=${picture#images/}
    if [ ! -f "$made/$name" ]; then
        echo "No test has made $name: run ./test e2e first, or correct the name." >&2
        exit 1
    fi
    cp "$made/$name" "docs/images/$name"
    echo "docs/images/$name"
done
