# cmake --install, and what find_package(boost_asyncio) finds.

include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(config_dir ${CMAKE_INSTALL_LIBDIR}/cmake/boost_asyncio)
install(DIRECTORY include/boost DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(TARGETS boost_asyncio EXPORT boost_asyncio)
install(
    EXPORT boost_asyncio
    NAMESPACE Boost::
    FILE boost_asyncio-targets.cmake
    DESTINATION ${config_dir})
configure_package_config_file(
    cmake/boost_asyncio-config.cmake.in boost_asyncio-config.cmake
    INSTALL_DESTINATION ${config_dir})
write_basic_package_version_file(
    boost_asyncio-config-version.cmake
    COMPATIBILITY SameMajorVersion
    ARCH_INDEPENDENT)
install(
    FILES ${CMAKE_CURRENT_BINARY_DIR}/boost_asyncio-config.cmake
          ${CMAKE_CURRENT_BINARY_DIR}/boost_asyncio-config-version.cmake
    DESTINATION ${config_dir})
