# The target Boost::asyncio_compiled: the library, and what of it is no template
# compiled once. Read in the source tree and in an installation, which has no
# binaries: it is made in the build of who links to it, and only for him.

get_property(_boost_asyncio_languages GLOBAL PROPERTY ENABLED_LANGUAGES)
if(NOT TARGET boost_asyncio_compiled
   AND "${_boost_asyncio_languages}" MATCHES CXX)
    file(CONFIGURE
         OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/boost_asyncio_compiled.cpp
         CONTENT "#include <boost/asyncio/src.hpp>\n" @ONLY)
    add_library(
        boost_asyncio_compiled STATIC EXCLUDE_FROM_ALL
        ${CMAKE_CURRENT_BINARY_DIR}/boost_asyncio_compiled.cpp)
    add_library(Boost::asyncio_compiled ALIAS boost_asyncio_compiled)
    target_compile_definitions(
        boost_asyncio_compiled PUBLIC BOOST_ASYNCIO_SEPARATE_COMPILATION)
    target_link_libraries(boost_asyncio_compiled PUBLIC Boost::asyncio)
endif()
unset(_boost_asyncio_languages)
