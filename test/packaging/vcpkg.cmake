# Runs the port for vcpkg, with functions that do in short what vcpkg's do as
# far as the port wants it.
#
# usage: cmake -DPORT= -DDIRECTORY= -DCOMPILER= -DBoost_DIR= -P vcpkg.cmake

file(REMOVE_RECURSE ${DIRECTORY})
set(CURRENT_PACKAGES_DIR ${DIRECTORY}/packages)
set(CURRENT_BUILDTREES_DIR ${DIRECTORY}/buildtrees)
file(READ ${PORT}/vcpkg.json manifest)
string(JSON PORT_NAME GET "${manifest}" name)
string(JSON PORT_VERSION GET "${manifest}" version)

function(run)
    execute_process(COMMAND ${ARGV} COMMAND_ERROR_IS_FATAL ANY OUTPUT_QUIET)
endfunction()

# arguments(PREFIX ONE... MULTI name): those given, and no others.
macro(arguments one multi)
    cmake_parse_arguments(arg "" "${one}" "${multi}" ${ARGN})
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "It has no ${arg_UNPARSED_ARGUMENTS}")
    endif()
endmacro()

function(vcpkg_cmake_configure)
    arguments(SOURCE_PATH OPTIONS ${ARGV})
    run(${CMAKE_COMMAND} -S ${arg_SOURCE_PATH} -B ${CURRENT_BUILDTREES_DIR}
        -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER=${COMPILER}
        -DCMAKE_INSTALL_PREFIX=${CURRENT_PACKAGES_DIR} -DBoost_DIR=${Boost_DIR}
        ${arg_OPTIONS})
endfunction()

function(vcpkg_cmake_install)
    run(${CMAKE_COMMAND} --build ${CURRENT_BUILDTREES_DIR} --target install)
endfunction()

function(vcpkg_cmake_config_fixup)
    arguments("PACKAGE_NAME;CONFIG_PATH" "" ${ARGV})
    # Into one directory for each package.
    file(GLOB files ${CURRENT_PACKAGES_DIR}/${arg_CONFIG_PATH}/*.cmake)
    if(NOT files)
        message(FATAL_ERROR "There is nothing in ${arg_CONFIG_PATH}")
    endif()
    file(COPY ${files}
         DESTINATION ${CURRENT_PACKAGES_DIR}/share/${arg_PACKAGE_NAME})
    file(REMOVE_RECURSE ${CURRENT_PACKAGES_DIR}/share/cmake)
endfunction()

function(vcpkg_fixup_pkgconfig)
    file(GLOB files ${CURRENT_PACKAGES_DIR}/share/pkgconfig/*.pc)
    if(NOT files)
        message(FATAL_ERROR "There is no file for pkg-config")
    endif()
endfunction()

function(vcpkg_install_copyright)
    arguments("" FILE_LIST ${ARGV})
    file(INSTALL ${arg_FILE_LIST} RENAME copyright
         DESTINATION ${CURRENT_PACKAGES_DIR}/share/${PORT_NAME})
endfunction()

include(${PORT}/portfile.cmake)

foreach(file IN ITEMS
        include/boost/asyncio.hpp share/boost-asyncio/copyright
        share/boost_asyncio/boost_asyncio-config.cmake
        share/boost_asyncio/boost_asyncio-targets.cmake
        share/boost_asyncio/compiled.cmake
        share/pkgconfig/boost_asyncio.pc)
    if(NOT EXISTS ${CURRENT_PACKAGES_DIR}/${file})
        message(FATAL_ERROR "There is no ${file}")
    endif()
endforeach()
set(config ${CURRENT_PACKAGES_DIR}/share/boost_asyncio/boost_asyncio-config)
file(READ ${config}-version.cmake text)
if(NOT text MATCHES "PACKAGE_VERSION \"${PORT_VERSION}\"")
    message(FATAL_ERROR "${PORT_VERSION} is not the version of the library")
endif()
