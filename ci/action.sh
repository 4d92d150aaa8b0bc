#!/usr/bin/env bash
# The steps of action.yml: `install` puts newsconv into a folder of its own, `validate` runs it. All inputs come as variables of the
# environment, and none of them is run: they become arguments, which are put together in "$@", as Bash 3.2 of macOS can.
set -euo pipefail

home="${RUNNER_TEMP:?is set by the runner of GitHub Actions}/newsconv"

install() {
    "${NEWSCONV_PYTHON:-python3}" -m venv "$home"
    local bin="$home/bin" package
    [ -d "$bin" ] || bin="$home/Scripts"
    if [ -n "${NEWSCONV_VERSION:-}" ]; then
        set -- "newsconv==$NEWSCONV_VERSION"
    else
        set -- "${GITHUB_ACTION_PATH:?is set by the runner of GitHub Actions}"
    fi
    while read -r package; do
        [ -z "$package" ] || set -- "$@" "$package"
    done <<< "${NEWSCONV_PACKAGES:-}"
    "$bin/python" -m pip install --quiet --disable-pip-version-check -- "$@"
}

validate() {
    local bin="$home/bin" summary="$RUNNER_TEMP/newsconv-summary.md" status=0 word path
    [ -d "$bin" ] || bin="$home/Scripts"
    rm -f "$summary"
    set -- --format github --format "markdown=$summary"
    [ -z "${NEWSCONV_SARIF:-}" ] || set -- "$@" --format "sarif=$NEWSCONV_SARIF"
    [ -z "${NEWSCONV_SINCE:-}" ] || set -- "$@" --since="$NEWSCONV_SINCE"
    set -f
    for word in ${NEWSCONV_ARGS:-}; do
        set -- "$@" "$word"
    done
    set +f
    set -- "$@" --
    while read -r path; do
        [ -z "$path" ] || set -- "$@" "$path"
    done <<< "${NEWSCONV_PATHS:-}"
    "$bin/newsconv" validate "$@" || status=$?
    if [ -s "$summary" ] && [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
        printf '### newsconv\n\n' >> "$GITHUB_STEP_SUMMARY"
        cat "$summary" >> "$GITHUB_STEP_SUMMARY"
    fi
    return "$status"
}

case ${1:-} in
    install) install ;;
    validate) validate ;;
    *)
        echo "usage: action.sh install|validate" >&2
        exit 2
        ;;
esac
