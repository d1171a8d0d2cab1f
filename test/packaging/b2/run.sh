#!/usr/bin/env bash
# Runs b2 on the unit tests, in a tree that stands in the place of Boost's, with
# the Boost of this system.
#
# usage: run.sh DIRECTORY [ARGUMENTS OF B2...]
#
#   run.sh /tmp/b2 test//lock      builds and runs one
#   run.sh /tmp/b2 -n              only says what it would do

set -euo pipefail

tree=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
directory=${1:?usage: run.sh DIRECTORY [ARGUMENTS OF B2...]}
shift

mkdir -p "$directory"
cd "$directory"
rm -rf test asyncio
mkdir -p test asyncio
cp -R "$tree/test/support" "$tree"/test/*.cpp "$tree/test/Jamfile" test

# Without what wants Boost's own tree, and a newer b2 than some systems have.
sed -e '/^require-b2/d' -e '/^call-if/,$d' "$tree/build.jam" >asyncio/Jamfile
ln -s "$tree/include" asyncio/include
echo 'use-project /boost/asyncio : asyncio ;' >Jamroot

# The other libraries are those of the system.
for name in asio config smart_ptr system; do
    mkdir -p "$name"
    echo "project /boost/$name ; alias boost_$name ;" >"$name/Jamfile"
    echo "use-project /boost/$name : $name ;" >>Jamroot
done
mkdir -p boost_test
cat >boost_test/Jamfile <<'END'
project /boost/test ;
lib boost_unit_test_framework
    : : <name>boost_unit_test_framework : : <define>BOOST_TEST_DYN_LINK ;
END
echo 'use-project /boost/test : boost_test ;' >>Jamroot

b2 "$@"
