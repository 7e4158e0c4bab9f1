#!/bin/sh
# The main job in one minute: a scratch repository from work/, one legal and one illegal move,
# the finding that names the illegal one, and the site. It fails where a verdict is not the expected one.
# Run by `make demo`, with `tracker` on the path; everything is written below build/.
set -eu
cd "$(dirname "$0")/.."
scratch=$PWD/build/demo
site=$PWD/build/demo-site
day="--as-of 2026-11-21" # the day of the example

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
[ -t 1 ] || say() { printf '\n%s\n' "$*"; }
fail() { echo "error: the demo did not go as expected: $*" >&2; exit 1; }
edit() { # FILE FROM TO: exactly one line says FROM
    [ "$(grep -cx "$2" "$1")" = 1 ] || fail "$1 does not say '$2' once"
    sed "s/^$2\$/$3/" "$1" >"$1.new" && mv "$1.new" "$1"
    echo "  $1: $2 -> $3"
}

# The user's own git settings (signing, hooks, templates) have no part in a scratch repository.
GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
GIT_AUTHOR_NAME=Demo GIT_AUTHOR_EMAIL=demo@example.org
GIT_COMMITTER_NAME=Demo GIT_COMMITTER_EMAIL=demo@example.org
export GIT_CONFIG_GLOBAL GIT_CONFIG_NOSYSTEM
export GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL

say "1. A git repository with the example organisation: build/demo"
rm -rf "$scratch"
mkdir -p "$scratch"
cp -R work "$scratch/work"
cd "$scratch"
git init -q -b main
git add -A
git commit -q -m "The organisation as it stands"
tracker check $day || fail "the example organisation is not clean"

say "2. A change with a legal and an illegal move, on a branch"
git checkout -q -b two-moves
edit work/projects/scan-station/project.yaml "phase: doing" "phase: done"
edit work/projects/erp-replacement/project.yaml "phase: planning" "phase: closing"
git commit -q -a -m "Finish the scan station, close the ERP replacement"

say "3. tracker check --base main"
code=0
tracker check --base main $day || code=$?
[ "$code" = 1 ] || fail "the check ended with $code, not with 1 for a finding"

verdicts=$(tracker check --base main $day --format json) && fail "the second check found nothing"
printf '%s' "$verdicts" | python -c '
import json, sys
moves = [(f["path"], f.get("from"), f.get("to")) for f in json.load(sys.stdin)["findings"] if f["rule"] == "phase-transition"]
expected = [("work/projects/erp-replacement/project.yaml", "planning", "closing")]
sys.exit(0 if moves == expected else f"error: expected {expected}, found {moves}")
' || fail "not exactly the illegal move was found"
echo
echo "The exit code is 1: the jump of erp-replacement over execution is refused, scan-station's move is not."

say "4. The site"
tracker site build $day --output "$site" || fail "the site was not built"
[ -s "$site/index.html" ] || fail "the site has no first page"
echo
echo "Look at it: open file://$site/index.html, or run: (cd build/demo && ../../.venv/bin/tracker site serve $day)"
echo "Look at the repository: cd build/demo && git log --patch"
