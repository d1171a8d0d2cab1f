// What a thread is doing: the loop it is in, and on whose behalf.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_THREAD_STATE_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_THREAD_STATE_HPP

namespace boost::asyncio::detail {

class context_slot;
class loop_state;
class runner_base;

struct thread_state
{
    loop_state* loop = nullptr;     // whose items this thread is running
    runner_base* runner = nullptr;  // the identity of the step it runs, if any
    context_slot* context = nullptr; // of what it runs besides steps of tasks
    loop_state* running = nullptr;  // whose run_forever() it is in
    bool guest = false;             // see guest_scope
};

// Never read across a co_await: the coroutine may go on in another thread.
inline constinit thread_local thread_state current;

// Who owns a loop is inside for a scope, as nobody.
class inside_scope
{
public:
    explicit inside_scope(loop_state& l) noexcept
        : previous_(current)
    {
        current.loop = &l;
        current.runner = nullptr;
        current.context = nullptr;
    }

    inside_scope(inside_scope const&) = delete;
    inside_scope& operator=(inside_scope const&) = delete;

    ~inside_scope()
    {
        current.loop = previous_.loop;
        current.runner = previous_.runner;
        current.context = previous_.context;
    }

private:
    thread_state previous_;
};

// Coroutines and handlers that are not the loop's own go on from an operation
// of ours in the middle of a turn, or in any other place, as their executor
// likes. They are not inside in either case: what they may do does not depend
// on what they have waited for.
class guest_scope
{
public:
    guest_scope() noexcept
        : previous_(current)
    {
        current.loop = nullptr;
        current.runner = nullptr;
        current.context = nullptr;
        current.guest = true; // no other loop has its turn meanwhile
    }

    guest_scope(guest_scope const&) = delete;
    guest_scope& operator=(guest_scope const&) = delete;

    ~guest_scope()
    {
        current.loop = previous_.loop;
        current.runner = previous_.runner;
        current.context = previous_.context;
        current.guest = previous_.guest;
    }

private:
    thread_state previous_;
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_THREAD_STATE_HPP
