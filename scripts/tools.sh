# Sourced by ./test: looks for the programs that tests run, and installs the Debian package of a missing one where that
# needs nobody's password.
has_one_of() {
    for program in "$@"; do
        if command -v "$program" >/dev/null 2>&1; then
            return 0
        fi
    done
    return 1
}

# install_package PACKAGE TESTS BREW-NAME
install_package() {
    as_root=
    [ "$(id -u)" = 0 ] || as_root="sudo -n"
    if has_one_of apt-get && $as_root true 2>/dev/null; then
        echo "Installing the Debian package $1, which $2 need …"
        if $as_root apt-get update -qq &&
            $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >/dev/null; then
            return 0
        fi
    fi
    echo "$2 need $1, which is not there. Install it (Debian: apt-get install $1, macOS: brew install $3), then run this again." >&2
    return 1
}

need_node() {
    has_one_of node || install_package nodejs "the web UI and tests" node
    has_one_of npm || install_package npm "the web UI and tests" node
}

need_browser() {
    has_one_of chromium chromium-browser google-chrome || install_package chromium "tests of e2e" chromium
}
