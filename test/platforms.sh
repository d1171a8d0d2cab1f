#!/usr/bin/env bash
# Runs the two commands of the README on other systems, each fresh from
# debootstrap in a chroot, and prints a table. As root; what is not committed is
# not taken along.
#
# usage: platforms.sh [-c COMMAND]... [NAME...]
#
#     -c COMMAND   runs this instead, in the top directory of the library
#     NAME         one of those below; all unless given
#
# ASYNCIO_PLATFORMS is where the systems are made (/var/tmp unless given), of
# several gigabytes each, one at a time; DEBIAN_MIRROR is where they come from.

set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
platforms=(debian12 debian13 debian13-boost1.88 sid)

# The suite of a platform, and the packages that make it what it is.
describe()
{
    case $1 in
        debian12) echo bookworm ;;
        debian13) echo trixie ;;
        debian13-boost1.88) echo trixie libboost1.88-dev ;;
        sid) echo sid ;;
        *) return 1 ;;
    esac
}

usage()
{
    echo "usage: $0 [-c COMMAND]... [NAME...], of: ${platforms[*]}" >&2
    exit 2
}

commands=()
while getopts c: option; do
    [[ $option == c ]] || usage
    commands+=("$OPTARG")
done
shift $((OPTIND - 1))
[[ ${#commands[@]} -gt 0 ]] || commands=(./example/run.sh ./test/run.sh)
for name in "$@"; do
    describe "$name" >/dev/null || usage
done
[[ $# -eq 0 ]] || platforms=("$@")

if [[ $(id -u) != 0 ]]; then
    echo "Please run as root: the systems are made in a chroot." >&2
    exit 1
fi
for program in debootstrap git unshare; do
    command -v "$program" >/dev/null || {
        echo "Please install $program." >&2
        exit 1
    }
done
if ! unshare --mount --pid --fork true; then
    echo "Nothing can be mounted here, and a chroot needs /proc and /dev." >&2
    exit 1
fi

directory=$(mktemp -d -p "${ASYNCIO_PLATFORMS:-/var/tmp}")
system=$directory/system
child=

# Nobody outside sees what is mounted inside. It goes with the last process
# there, and that with the first.
# shellcheck disable=SC2317
clean_up()
{
    if [[ -n $child ]]; then
        kill -KILL "$child" 2>/dev/null || true
        wait "$child" 2>/dev/null || true
    fi
    rm -rf --one-file-system "$directory"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Runs a program where mounts and processes are its own. In the background, so
# that a signal is heard at once; there, SIGINT would be ignored.
apart()
{
    local result=0
    env --default-signal=INT,QUIT \
        unshare --mount --pid --fork --kill-child "$@" </dev/null &
    child=$!
    wait "$child" || result=$?
    child=
    return "$result"
}

# Runs a command in the system, as little of this one's environment as can be.
# shellcheck disable=SC2016
inside()
{
    apart bash -c '
        mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" || exit
        env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp TERM=dumb \
            ${http_proxy+http_proxy="$http_proxy"} \
            chroot "$1" bash -c "cd /usr/src/boost-asyncio || exit; $2"
        exit # Not in place of this shell, which has to wait for orphans.
    ' - "$system" "$1"
}

make_system()
{
    local suite packages
    read -r suite packages <<<"$(describe "$1")"
    rm -rf --one-file-system "$system"
    apart debootstrap --variant=minbase "$suite" "$system" "$mirror" || return
    # A mirror may be behind.
    echo 'Acquire::Check-Valid-Until "false";' \
        >"$system/etc/apt/apt.conf.d/99mirror"
    git clone --quiet --no-hardlinks "$top" "$system/usr/src/boost-asyncio" ||
        return
    [[ -z $packages ]] || inside "apt-get update && apt-get install --yes \
        --no-install-recommends $packages"
}

# The versions of what is there.
# shellcheck disable=SC2016
versions()
{
    inside '
        first() { grep -oE "$1" 2>/dev/null | head -n 1 | grep . || echo -; }
        for program in g++ clang++-19 cmake; do
            $program --version 2>/dev/null | first "[0-9]+\.[0-9]+\.[0-9]+"
        done
        sed -n "/define BOOST_LIB_VERSION/s/_/./gp" \
            /usr/include/boost/version.hpp 2>/dev/null | first "[0-9][0-9.]+"
    ' | paste -sd " "
}

table=()
failed=0
row()
{
    table+=("$(printf '%-19s %-8s %-8s %-6s %-8s %-18s %-7s %6s' "$@")")
}
row platform g++ clang Boost CMake command result seconds

for name in "${platforms[@]}"; do
    printf '\n== %s\n' "$name"
    start=$SECONDS
    if ! make_system "$name"; then
        row "$name" - - - - debootstrap FAILED $((SECONDS - start))
        failed=1
        continue
    fi
    for command in "${commands[@]}"; do
        printf '\n== %s: %s\n' "$name" "$command"
        start=$SECONDS
        result=passed
        inside "$command" || result=FAILED failed=1
        seconds=$((SECONDS - start))
        versions >"$directory/versions"
        read -r gcc clang cmake boost <"$directory/versions"
        row "$name" "$gcc" "$clang" "$boost" "$cmake" "${command:0:18}" \
            "$result" "$seconds"
    done
done

printf '\n'
printf '%s\n' "${table[@]}"
exit "$failed"
