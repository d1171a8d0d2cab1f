#!/usr/bin/env bash
# Installs what is missing to build the examples, or also the tests.
#
# usage: install-dependencies.sh example|test

set -euo pipefail

purpose=${1:?usage: install-dependencies.sh example|test}

have()
{
    command -v "$1" >/dev/null
}

# Whether Boost is here, in a version that will do. Somebody who says where it
# is knows best.
have_boost()
{
    [[ -n ${Boost_ROOT:-}${BOOST_ROOT:-}${CMAKE_PREFIX_PATH:-} ]] ||
        printf '%s\n' '#include <boost/version.hpp>' \
            '#if BOOST_VERSION < 108100' '#error' '#endif' |
        g++ -E -x c++ - >/dev/null 2>&1
}

# The version of Boost's headers, such as 1.83.
boost_version()
{
    printf '%s\n' '#include <boost/version.hpp>' BOOST_LIB_VERSION |
        g++ -E -P -x c++ - | sed -n 's/^"\([0-9]*\)_\([0-9]*\).*/\1.\2/p'
}

# Whether Boost.Test is here, and not that of another Boost: a shared library
# has the version in its name.
have_boost_test()
{
    [[ -z ${Boost_ROOT:-}${BOOST_ROOT:-}${CMAKE_PREFIX_PATH:-} ]] || return 0
    have_boost || return 1
    local library
    library=$(echo 'int main() {}' |
        g++ -x c++ - -o /dev/null -Wl,--trace -lboost_unit_test_framework \
            2>/dev/null) || return 1
    library=$(grep libboost_unit_test_framework <<<"$library" || true)
    library=$(readlink -f -- "$library" || true)
    [[ $library != *.so.* || $library == *.so."$(boost_version)".* ]]
}

have_clang()
{
    have clang++-19 && echo 'int main() {}' |
        clang++-19 -fsanitize=address -x c++ - -o /dev/null 2>/dev/null
}

# The version of a package that apt would install, or nothing.
candidate()
{
    apt-cache policy "$1" 2>/dev/null | sed -n 's/^  Candidate: //p' |
        grep -v '(none)' || true
}

# The package of Boost's headers (''), or of Boost.Test (-test): that of the
# headers that are here; else libboost-dev if that is 1.81 or newer, or one that
# has its version in its name.
boost_package()
{
    local wanted='1.81 or newer' versions=('' 1.81 1.83 1.88 1.90) version name
    if have_boost; then
        wanted=$(boost_version)
        versions=("$wanted")
    fi
    for version in "${versions[@]}"; do
        name=libboost$1$version-dev
        if dpkg --compare-versions "$(candidate "$name")" ge 1.81; then
            echo "$name"
            return
        fi
    done
    echo "There is no package libboost$1-dev of Boost $wanted here. Please" \
        "install Boost, and set Boost_ROOT to where it is." >&2
    exit 1
}

missing=()
for program in g++ cmake make python3; do
    have "$program" || missing+=("$program")
done
have_boost || missing+=(boost)
if [[ $purpose == test ]]; then
    have_boost_test || missing+=(boost-test)
    have_clang || missing+=(clang)
    for program in valgrind gdb pkg-config doxygen asciidoctor; do
        have "$program" || missing+=("$program")
    done
    echo '#include <openssl/ssl.h>' | g++ -E -x c++ - >/dev/null 2>&1 ||
        missing+=(libssl-dev)
    ruby -rrouge -e '' 2>/dev/null || missing+=(ruby-rouge)
fi
[[ ${#missing[@]} -gt 0 ]] || exit 0

if ! have apt-get; then
    # The tests skip what needs one of these where there is none.
    optional='clang|valgrind|gdb|pkg-config|doxygen|asciidoctor|ruby-rouge'
    [[ " ${missing[*]}" =~ ^(\ ($optional|libssl-dev))+$ ]] && exit 0
    echo "Please install: g++ 12 or newer, cmake 3.24 or newer, make," \
        "python3, Boost 1.81 or newer (with Boost.Test for the tests), and" \
        "for the tests, if you can, clang 19, valgrind, gdb and pkg-config," \
        "for an example OpenSSL, and for the documentation doxygen," \
        "asciidoctor and rouge. Missing: ${missing[*]}" >&2
    exit 1
fi

apt()
{
    local sudo=()
    if [[ $(id -u) != 0 ]]; then
        have sudo || {
            echo "Please run as root, or install: ${missing[*]}" >&2
            exit 1
        }
        sudo=(sudo)
    fi
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get "$@" >&2
}

install_packages()
{
    apt install --yes --no-install-recommends --no-remove "$@"
}

apt update
# It tells what there is of Boost.
have g++ || install_packages g++
packages=()
for name in "${missing[@]}"; do
    case $name in
        boost)
            ! have_boost || continue
            name=$(boost_package '')
            ;;
        boost-test)
            ! have_boost_test || continue
            name=$(boost_package -test)
            ;;
        clang)
            [[ -n $(candidate clang-19) ]] || continue
            packages+=(libclang-rt-19-dev)
            name=clang-19
            ;;
    esac
    packages+=("$name")
done
[[ ${#packages[@]} -eq 0 ]] || install_packages "${packages[@]}"
