// Compiler traps and library-wide switches.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_CONFIG_HPP
#define BOOST_ASYNCIO_CONFIG_HPP

#include <boost/config.hpp>
#include <boost/version.hpp>

#include <version>

#if BOOST_VERSION < 108100
#error "Boost.Asyncio needs Boost 1.81 or newer"
#endif

#ifdef BOOST_NO_EXCEPTIONS
#error "Boost.Asyncio needs exceptions: a cancellation is one (-fno-exceptions)"
#endif

#if defined(_LIBCPP_VERSION) && !defined(__cpp_lib_jthread)
#error "libc++ needs -fexperimental-library for std::stop_token, or a newer one"
#endif

/// The library's version, as major * 10000 + minor * 100 + patch.
#define BOOST_ASYNCIO_VERSION 100

// What is no template is compiled with whatever includes it; or, with
// BOOST_ASYNCIO_SEPARATE_COMPILATION, once: by the one source of a program that
// includes <boost/asyncio/src.hpp>. All of a program has the same form.
#ifdef BOOST_ASYNCIO_SEPARATE_COMPILATION
#define BOOST_ASYNCIO_DECL
#else
#define BOOST_ASYNCIO_HEADER_ONLY 1
#define BOOST_ASYNCIO_DECL inline
#endif

// The same for what runs once in a program, or when something has gone wrong:
// the compiler need not make it fast, and takes less time.
#ifdef __GNUC__
#define BOOST_ASYNCIO_COLD_DECL __attribute__((cold)) BOOST_ASYNCIO_DECL
#else
#define BOOST_ASYNCIO_COLD_DECL BOOST_ASYNCIO_DECL
#endif

// Where it is forced, it pays when there is an optimiser. A sanitizer puts so
// much into a function that it costs time only, and very much of that.
#ifdef __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define BOOST_ASYNCIO_SANITIZED 1
#endif
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define BOOST_ASYNCIO_SANITIZED 1
#endif
#if defined(__OPTIMIZE__) && !defined(BOOST_ASYNCIO_SANITIZED)
#define BOOST_ASYNCIO_FORCEINLINE BOOST_FORCEINLINE
#else
#define BOOST_ASYNCIO_FORCEINLINE inline
#endif

// Linkers refuse a name that is a thread's in one object and not in another.
#ifdef __GNUC__
namespace boost::asyncio::detail {

#ifdef BOOST_ASYNCIO_HEADER_ONLY
[[gnu::used]] inline char header_only_and_separate_compilation_mixed = 0;
#else
[[gnu::used]] inline thread_local char
    header_only_and_separate_compilation_mixed = 0;
#endif

} // namespace boost::asyncio::detail
#endif

// g++ before 13 destroys some temporaries of a full expression that contains
// co_await twice; see the documentation page "Compilers".
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ < 13
#define BOOST_ASYNCIO_GCC_DOUBLE_DESTROY 1
#else
#define BOOST_ASYNCIO_GCC_DOUBLE_DESTROY 0
#endif

// Around coroutine templates. g++ takes a type without linkage that lives in a
// frame, such as a lambda of the user, for a member of a type of the header's
// own, and warns in a unity build, where "the main file" is another one. When
// it optimises, it sees through one only of the two functions of Asio by which
// a frame is allocated and released, and takes them for a mismatch; and it says
// of a long string that is moved into a frame that it does not fit.
#if defined(__GNUC__) && !defined(__clang__)
#define BOOST_ASYNCIO_BEGIN_COROUTINES                                         \
    _Pragma("GCC diagnostic push")                                             \
    _Pragma("GCC diagnostic ignored \"-Wsubobject-linkage\"")                  \
    _Pragma("GCC diagnostic ignored \"-Wmismatched-new-delete\"")              \
    _Pragma("GCC diagnostic ignored \"-Warray-bounds\"")                       \
    _Pragma("GCC diagnostic ignored \"-Wstringop-overflow\"")
#define BOOST_ASYNCIO_END_COROUTINES _Pragma("GCC diagnostic pop")
#else
#define BOOST_ASYNCIO_BEGIN_COROUTINES
#define BOOST_ASYNCIO_END_COROUTINES
#endif

#endif // BOOST_ASYNCIO_CONFIG_HPP
