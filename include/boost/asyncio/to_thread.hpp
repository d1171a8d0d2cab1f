// Calling a function in a thread, and awaiting it.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_TO_THREAD_HPP
#define BOOST_ASYNCIO_TO_THREAD_HPP

#include <boost/asyncio/concepts.hpp>
#include <boost/asyncio/detail/thread/to_thread_operation.hpp>

#include <type_traits>
#include <utility>

namespace boost::asyncio {

/** Calls a function in a thread of the loop's default pool. Python's
    `asyncio.to_thread`.

    For what blocks, or computes for long: the loop goes on meanwhile. `f` and
    `args` are stored by value, and `f(args...)` is called with them in a copy
    of the caller's context. There is no running loop in that thread; what `f`
    wants of the loop goes by way of `call_soon_threadsafe` and
    `run_coroutine_threadsafe`.

    @par Example
    @snippet to_thread.cpp quick_look

    @par Completion
    With the result of `f`, or its exception.

    @par Per-Operation Cancellation
    Supports every type. A function that still waits for a thread never runs. If
    it runs already, there are two cases.

    - Usually the operation ends at once, and `f` runs on to its end. Its result
      or exception is dropped, so it must own what it uses.
    - If `f` takes a `std::stop_token` before `args`, the stop is requested, and
      the operation ends when `f` has returned: with `cancelled_error`, or with
      the exception that `f` threw. Such a function may use what belongs to its
      caller. It has to return soon after a request, also from where it blocks.

    @param f The function. Started when the operation is awaited.
    @param args Passed as rvalues. Use `std::ref` for a reference.
    @throws std::runtime_error The loop's default pool was shut down.
    @see event_loop::run_in_executor, run_coroutine_threadsafe
*/
template<class F, class... Args>
auto to_thread(F&& f, Args&&... args)
{
    BOOST_ASYNCIO_REFUSE_UNSAFE_TEMPORARY(F);
    using call =
        detail::thread_call<std::decay_t<F>, std::decay_t<Args>...>;
    return detail::to_thread_operation<call>(
        std::in_place, std::forward<F>(f), std::forward<Args>(args)...);
}

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_TO_THREAD_HPP
