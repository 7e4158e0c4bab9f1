#!/bin/sh
# Installs Tracker, as it stands beside this file, into an environment of its own: nothing that the
# checkout under judgement holds is imported, and nothing of Tracker's lands in the job's own Python.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
target=$RUNNER_TEMP/tracker

python=
for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
    if "$name" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        python=$name
        break
    fi
done
if [ -z "$python" ]; then
    echo "::error title=tracker::no Python 3.11 or newer was found%0Ahelp: set one up in a step before: actions/setup-python"
    exit 2
fi

# pip runs isolated, away from the checkout: a `pip.conf` or a `yaml.py` in it means nothing.
cd "$RUNNER_TEMP"
if ! { "$python" -I -m venv --clear "$target" &&
    "$target/bin/python" -I -m pip install --quiet --disable-pip-version-check "$here/../../.."; }; then
    echo "::error title=tracker::Tracker could not be installed%0Ahelp: the lines above say why"
    exit 2
fi
"$target/bin/tracker" --version
echo "command=$target/bin/tracker" >>"$GITHUB_OUTPUT"
