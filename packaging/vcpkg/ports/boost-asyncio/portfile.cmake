# An overlay port that installs the source tree it stands in:
#
#   vcpkg install boost-asyncio --overlay-ports=THIS_TREE/packaging/vcpkg/ports
#
# Tested by test/packaging/vcpkg.cmake, with functions of that test in the place
# of vcpkg's. With vcpkg itself it has not been tried.

get_filename_component(
    SOURCE_PATH ${CMAKE_CURRENT_LIST_DIR}/../../../.. ABSOLUTE)
set(VCPKG_BUILD_TYPE release) # there are only headers

vcpkg_cmake_configure(
    SOURCE_PATH ${SOURCE_PATH}
    OPTIONS -DBUILD_TESTING=OFF -DBOOST_ASYNCIO_BUILD_EXAMPLES=OFF
            -DCMAKE_INSTALL_DOCDIR=share/boost-asyncio)
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(
    PACKAGE_NAME boost_asyncio CONFIG_PATH share/cmake/boost_asyncio)
vcpkg_fixup_pkgconfig()
vcpkg_install_copyright(FILE_LIST ${SOURCE_PATH}/LICENSE_1_0.txt)
