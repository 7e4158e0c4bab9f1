"""Completion in the shells: the scripts that ask, and the answers. Nothing here is ever said on standard error.

The machinery is click's. The scripts are ours, because a value such as `phase=planning` is cut in
two by bash, and because a shell must stay silent whatever is wrong with a workspace.
"""

import os
from collections.abc import MutableMapping
from contextlib import suppress
from typing import Any

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    shell_complete,
    split_arg_string,
)

_BASH = """\
# tracker completion bash
%(complete_func)s() {
    local IFS=$'\\n' type value
    COMPREPLY=()
    while IFS=, read -r type value; do
        case $type in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            open) compopt -o nospace; COMPREPLY+=("$value") ;;
            plain) COMPREPLY+=("$value") ;;
        esac
    done < <(COMP_WORDS="${COMP_LINE:0:COMP_POINT}" %(complete_var)s=bash_complete command %(prog_name)s 2>/dev/null)
}
complete -F %(complete_func)s %(prog_name)s
"""

_ZSH = """\
#compdef %(prog_name)s
# tracker completion zsh
%(complete_func)s() {
    local -a plain open told
    local type key help
    for type key help in "${(@f)$(COMP_WORDS="${(F)words}" COMP_CWORD=$((CURRENT-1)) \\
            %(complete_var)s=zsh_complete %(prog_name)s 2>/dev/null)}"; do
        case $type in
            dir) _path_files -/ ;;
            file) _path_files -f ;;
            open) open+=("$key") ;;
            plain) if [[ $help == _ ]]; then plain+=("$key"); else told+=("$key:$help"); fi ;;
        esac
    done
    (( $#told )) && _describe -V unsorted told -U
    (( $#plain )) && compadd -U -V unsorted -a plain
    (( $#open )) && compadd -U -S '' -V unsorted -a open
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    %(complete_func)s "$@"
else
    compdef %(complete_func)s %(prog_name)s
fi
"""

_FISH = """\
# tracker completion fish
function %(complete_func)s
    for line in (COMP_WORDS=(commandline -cp | string collect) COMP_CWORD=(commandline -ct | string collect) \\
            %(complete_var)s=fish_complete %(prog_name)s 2>/dev/null)
        set -l parts (string split -m 1 , -- $line)
        switch $parts[1]
            case dir
                __fish_complete_directories (commandline -ct)
            case file
                __fish_complete_path (commandline -ct)
            case '*'
                echo $parts[2]
        end
    end
end
complete --no-files --command %(prog_name)s --arguments "(%(complete_func)s)"
"""


class _Bash(BashComplete):
    """Bash hands over the line up to the cursor: its own words are cut at every `=`."""

    source_template = _BASH
    _word = ""

    def source(self) -> str:
        return ShellComplete.source(self)  # click's asks an installed bash for its version

    def get_completion_args(self) -> tuple[list[str], str]:
        line = os.environ["COMP_WORDS"]
        words = split_arg_string(line)
        self._word = "" if line[-1:].isspace() else words.pop()
        return words[1:], self._word

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """What follows the last `=` of the word is all that bash replaces."""
        value = item.value
        if "=" in self._word and not value.endswith("="):
            value = value.rpartition("=")[2]
        return f"{item.type},{value}"


class _Whole(ShellComplete):
    """Zsh and fish replace the whole word: what stands before `--option=` belongs to it."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        option = incomplete.partition("=")[0] + "="
        found = super().get_completions(args, incomplete)
        if not incomplete.startswith("--") or "=" not in incomplete:
            return found
        return [CompletionItem(option + item.value, item.type, item.help) for item in found]


class _Zsh(_Whole, ZshComplete):
    source_template = _ZSH


class _Fish(_Whole, FishComplete):
    source_template = _FISH


SHELLS: dict[str, type[ShellComplete]] = {"bash": _Bash, "fish": _Fish, "zsh": _Zsh}


def script(cli: click.Command, shell: str, variable: str) -> str:
    """The lines by which a shell learns to ask."""
    return SHELLS[shell](cli, {}, "tracker", variable).source()


def answer(cli: click.Command, variable: str) -> int:
    """What a shell asks for, on standard output; nothing where there is nothing to say."""
    for shell, kind in SHELLS.items():
        add_completion_class(kind, shell)
    arguments: MutableMapping[str, Any] = {}
    # The person is typing: whatever is wrong is told when the command is run.
    with suppress(Exception, SystemExit):
        shell_complete(cli, arguments, "tracker", variable, os.environ[variable])
    return 0
