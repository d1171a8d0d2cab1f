# cmake --install: the headers, what find_package(boost_asyncio) and pkg-config
# find, and the script for gdb; cpack makes a package for Debian of it.

include(CMakePackageConfigHelpers)
# Debian wants the name of the package there.
if(NOT CMAKE_INSTALL_DOCDIR)
    set(CMAKE_INSTALL_DOCDIR share/doc/libboost-asyncio-dev)
endif()
include(GNUInstallDirs)

# Nothing of it depends on the architecture.
set(config_dir ${CMAKE_INSTALL_DATADIR}/cmake/boost_asyncio)
set(pkgconfig_dir ${CMAKE_INSTALL_DATADIR}/pkgconfig)

install(DIRECTORY include/boost DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(
    TARGETS boost_asyncio
    EXPORT boost_asyncio
    INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(
    EXPORT boost_asyncio
    NAMESPACE Boost::
    FILE boost_asyncio-targets.cmake
    DESTINATION ${config_dir})
configure_package_config_file(
    cmake/boost_asyncio-config.cmake.in boost_asyncio-config.cmake
    INSTALL_DESTINATION ${config_dir})
# Before 1.0 a minor version may break what used the one before.
write_basic_package_version_file(
    boost_asyncio-config-version.cmake
    COMPATIBILITY SameMinorVersion
    ARCH_INDEPENDENT)
install(
    FILES ${CMAKE_CURRENT_BINARY_DIR}/boost_asyncio-config.cmake
          ${CMAKE_CURRENT_BINARY_DIR}/boost_asyncio-config-version.cmake
          cmake/compiled.cmake
    DESTINATION ${config_dir})

# The way from the file up to the prefix, so that the tree may be moved.
file(RELATIVE_PATH to_prefix
     ${CMAKE_INSTALL_FULL_DATADIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
configure_file(cmake/boost_asyncio.pc.in boost_asyncio.pc @ONLY)
install(
    FILES ${CMAKE_CURRENT_BINARY_DIR}/boost_asyncio.pc
    DESTINATION ${pkgconfig_dir})

install(
    FILES extra/gdb/boost_asyncio.py
    DESTINATION ${CMAKE_INSTALL_DATADIR}/boost_asyncio/gdb)
install(
    FILES LICENSE_1_0.txt
    DESTINATION ${CMAKE_INSTALL_DOCDIR}
    RENAME copyright)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME libboost-asyncio-dev)
set(CPACK_PACKAGE_CONTACT "The Boost.Asyncio developers")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Python's asyncio for Boost.Asio")
set(CPACK_PACKAGE_DESCRIPTION
    "A header-only C++20 library: tasks, groups of tasks, timeouts, locks and
queues for the coroutines of Boost.Asio.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_ARCHITECTURE all)
set(CPACK_DEBIAN_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_PACKAGE_DEPENDS
    "libboost-dev (>= 1.81) | libboost1.81-dev | libboost1.83-dev")
# What is packed are files of the source tree: nothing has to be built before.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)
include(CPack)
