#!/bin/sh
# Lays every label of the tables into the corpus of each target that reads labels; for lost separators, without any.
# Needs a printf that knows `\x1d`.
set -eu
cd "$(dirname "$0")/.."
mkdir -p fuzz/corpus/elements fuzz/corpus/reads fuzz/corpus/links fuzz/corpus/swallowed
n=0
grep -hv '^#\|^form \|^$' tests/library/labels/*.txt | cut -f1 | while IFS= read -r raw; do
    n=$((n + 1))
    env printf '%b' "$raw" | tee "fuzz/corpus/elements/label-$n" "fuzz/corpus/reads/label-$n" >"fuzz/corpus/links/label-$n"
    tr -d '\035' <"fuzz/corpus/elements/label-$n" >"fuzz/corpus/swallowed/label-$n"
done
