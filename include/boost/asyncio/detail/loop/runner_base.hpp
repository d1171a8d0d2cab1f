// The identity under which the steps of a task run.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_RUNNER_BASE_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_RUNNER_BASE_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/cancel_requests.hpp>
#include <boost/asyncio/detail/loop/emission.hpp>
#include <boost/asyncio/detail/loop/item.hpp>
#include <boost/asyncio/detail/loop/thread_state.hpp>

#include <boost/asio/cancellation_signal.hpp>

namespace boost::asyncio::detail {

class task_base;
class waiter;

// One for each runner, and one without a task for the loop itself. Executors
// point to it, so it lives as long as the loop's service.
class runner_base
{
public:
    explicit runner_base(loop_state& l) noexcept
        : loop(l)
    {
    }

    runner_base(runner_base const&) = delete;
    runner_base& operator=(runner_base const&) = delete;

    virtual ~runner_base() = default;

    // Before a task begins: code of the one before may have changed something.
    virtual void prepare()
    {
    }

    // Whether what the task waits for can be asked to stop by a signal.
    virtual bool has_cancellation_handler() const noexcept
    {
        return false;
    }

    // An emission belongs to one suspension of the task's own coroutine. What
    // else runs under this identity, such as the coroutines of `a || b`, does
    // not end that suspension.
    virtual void mark_suspension() noexcept
    {
    }

    // Whether it is still in the suspension that was marked.
    virtual bool in_marked_suspension() const noexcept
    {
        return false;
    }

    // Whether a request went to the operation of Asio for which it waits, or is
    // on its way there.
    bool is_asked() const noexcept
    {
        return behind.linked() || in_marked_suspension();
    }

    // Destroys the coroutine if it is parked between two tasks.
    virtual void destroy_idle() noexcept
    {
    }

    // The remembered request of its task, on its way to an operation of Asio.
    class request final : public item
    {
    public:
        explicit request(runner_base& r) noexcept
            : runner_(r)
        {
        }

        void run() override;

        void abandon() noexcept override
        {
        }

    private:
        runner_base& runner_;
    };

    loop_state& loop;
    task_base* task = nullptr;      // what it runs now
    cancel_requests* requests = nullptr; // those of the task
    context_slot* context = nullptr;     // likewise
    runner_base* next_idle = nullptr;
    void* coroutine = nullptr;      // the runner's own coroutine
    int filters = 0;                // of its cancellation state; see runner
    bool emitted_to = false;        // a signal has reached that state
    asio::cancellation_signal signal;
    waiter* waiting = nullptr;      // the operation of ours it is parked in
    request behind{*this};
    emission emitted; // the last request to an operation of Asio
    unsigned covered = 0;           // steps of others on top of its own
    unsigned queued = 0;            // steps that the loop itself put off
    item_list handlers;             // that the end of the context found
};

// Makes `r` the current identity for a scope.
class runner_scope
{
public:
    explicit runner_scope(runner_base* r) noexcept
        : previous_(current.runner), context_(current.context)
    {
        if (previous_)
            ++previous_->covered;
        current.runner = r;
        current.context = nullptr;
    }

    runner_scope(runner_scope const&) = delete;
    runner_scope& operator=(runner_scope const&) = delete;

    ~runner_scope()
    {
        if (previous_)
            --previous_->covered;
        current.runner = previous_;
        current.context = context_;
    }

private:
    runner_base* previous_;
    context_slot* context_;
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_RUNNER_BASE_HPP
