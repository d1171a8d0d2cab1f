# The targets Boost::asyncio and Boost::asyncio_compiled.

if(NOT BOOST_SUPERPROJECT_VERSION)
    find_package(Boost 1.81 REQUIRED)
    set(boost_asyncio_dependencies Boost::headers)
endif()
find_package(Threads REQUIRED)

add_library(boost_asyncio INTERFACE)
add_library(Boost::asyncio ALIAS boost_asyncio)
set_target_properties(boost_asyncio PROPERTIES EXPORT_NAME asyncio)
target_include_directories(
    boost_asyncio
    INTERFACE $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>)
target_compile_features(boost_asyncio INTERFACE cxx_std_20)
target_link_libraries(
    boost_asyncio INTERFACE ${boost_asyncio_dependencies} Threads::Threads)
include(${CMAKE_CURRENT_LIST_DIR}/compiled.cmake)
