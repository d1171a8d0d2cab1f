include_guard(GLOBAL)

# Our own programs are built with these; the headers are clean under them.

add_library(asyncio_warnings INTERFACE)
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
    target_compile_options(
        asyncio_warnings
        INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
                  -Wsign-conversion -Werror)
    # In optimised builds g++ 12 warns of what is not so, of std::optional and of
    # the frames of coroutines, those of the tests as well. In the debug builds
    # it has to be silent of these, too. The headers alone are checked without
    # these exceptions: see test/headers.
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU"
       AND CMAKE_BUILD_TYPE STREQUAL "Release")
        target_compile_options(
            asyncio_warnings
            INTERFACE -Wno-error=array-bounds -Wno-error=maybe-uninitialized
                      -Wno-error=mismatched-new-delete)
    endif()
endif()

# g++ spends a tenth of its time on collecting garbage unless it may keep some.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(
        asyncio_warnings INTERFACE --param=ggc-min-heapsize=500000)
endif()

# "address" stands for AddressSanitizer with UndefinedBehaviorSanitizer.
set(BOOST_ASYNCIO_SANITIZE "" CACHE STRING "address or thread; empty for none")
if(BOOST_ASYNCIO_SANITIZE STREQUAL "address")
    set(flags -fsanitize=address,undefined -fno-sanitize-recover=all)
    if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
        list(APPEND flags -fno-sanitize=function)
    endif()
elseif(BOOST_ASYNCIO_SANITIZE STREQUAL "thread")
    set(flags -fsanitize=thread)
elseif(BOOST_ASYNCIO_SANITIZE)
    message(FATAL_ERROR "BOOST_ASYNCIO_SANITIZE is address, thread, or empty")
endif()
if(flags)
    target_compile_options(asyncio_warnings INTERFACE ${flags} -g1)
    target_link_options(asyncio_warnings INTERFACE ${flags})
endif()

# What our own programs are linked to is built as they are.
target_link_libraries(boost_asyncio_compiled PRIVATE asyncio_warnings)
if(BOOST_ASYNCIO_SANITIZE STREQUAL "address")
    # Two examples take all file descriptors, and this check needs some. Options
    # of a library linked to come in order, after a target's own.
    add_library(asyncio_no_vptr INTERFACE)
    target_compile_options(asyncio_no_vptr INTERFACE -fno-sanitize=vptr)
    target_link_libraries(boost_asyncio_compiled PRIVATE asyncio_no_vptr)
endif()
if(BUILD_TESTING)
    target_compile_options(
        boost_asyncio_compiled PRIVATE $<$<CONFIG:Release>:-O1>)
endif()
