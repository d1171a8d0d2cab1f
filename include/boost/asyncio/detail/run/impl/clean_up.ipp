// Bodies of clean_up.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_RUN_IMPL_CLEAN_UP_IPP
#define BOOST_ASYNCIO_DETAIL_RUN_IMPL_CLEAN_UP_IPP

#include <boost/asyncio/detail/run/clean_up.hpp>
#include <boost/asyncio/detail/run/run_end.hpp>
#include <boost/asyncio/detail/run/running_scope.hpp>
#include <boost/asyncio/detail/thread/executor_shutdown.hpp>
#include <boost/asyncio/detail/thread/thread_job_base.hpp>
#include <boost/asyncio/event_loop.hpp>

#include <functional>
#include <memory>
#include <mutex>
#include <new>
#include <utility>

namespace boost::asyncio::detail {

// False: nothing runs there any more.
BOOST_ASYNCIO_COLD_DECL bool run_to_the_end(
    event_loop& loop,
    std::function<bool()> const& finished,
    std::exception_ptr& interrupt);

// Stops a loop when the functions in its default pool have ended. It waits as
// an operation that is no task's, so that it goes with the loop.
class threads_end
{
public:
    // From outside.
    static std::shared_ptr<threads_end> begin(loop_state& l)
    {
        auto const result = std::make_shared<threads_end>(l);
        auto& after = result->wait_.after;
        ::new (after.storage()) threads_end*(result.get());
        after.filled(operations);
        result->self_ = result;
        result->wait_.begin(l);
        return result;
    }

    explicit threads_end(loop_state& l)
        : wait_(executor_shutdown(loop_ptr(&l)))
    {
    }

    bool finished() const
    {
        std::lock_guard lock(mutex_);
        return finished_;
    }

private:
    static std::shared_ptr<threads_end> take(continuation& c) noexcept
    {
        auto* const self =
            *std::launder(static_cast<threads_end**>(c.storage()));
        c.emptied();
        return std::move(self->self_);
    }

    static void finish(continuation& c)
    {
        auto const self = take(c);
        loop_state& l = *self->wait_.home();
        std::lock_guard lock(self->mutex_);
        self->finished_ = true;
        l.stop();
    }

    static void destroy(continuation& c) noexcept
    {
        auto const self = take(c);
    }

    static asio::cancellation_slot slot(continuation&) noexcept
    {
        return {};
    }

    static runner_base* identity(continuation&) noexcept
    {
        return nullptr;
    }

    static constexpr continuation::operations operations{
        finish, finish, finish, destroy, slot, identity};

    executor_shutdown::wait_state wait_;
    std::shared_ptr<threads_end> self_;
    mutable std::mutex mutex_;
    bool finished_ = false;
};

bool run_to_the_end(
    event_loop& loop,
    std::function<bool()> const& finished,
    std::exception_ptr& interrupt)
{
    while (!finished())
    {
        if (!loop_access::can_run(loop))
            return false;
        try
        {
            loop_access::run(loop);
        }
        catch (keyboard_interrupt const&)
        {
            if (!interrupt)
                interrupt = std::current_exception();
        }
        catch (...)
        {
            loop.call_exception_handler(
                {.message = "an exception left the event loop during "
                            "asyncio.run() shutdown",
                 .exception = std::current_exception()});
        }
    }
    return true;
}

void complete_end(
    event_loop& loop, run_end const& end, std::exception_ptr& interrupt)
{
    if (run_to_the_end(
            loop, [&] { return end.finished(); }, interrupt) &&
        end.failure() && !interrupt)
        interrupt = end.failure();
}

void cancel_claimed_tasks(event_loop& loop, std::exception_ptr& interrupt)
{
    auto const end = std::make_shared<run_end>(loop_access::state(loop));
    if (!loop_access::alone(loop))
        end->begin();
    else if (!end->begin_here())
        return;
    complete_end(loop, *end, interrupt);
}

void end_threads(event_loop& loop, std::exception_ptr& interrupt)
{
    loop_state& l = loop_access::state(loop);
    if (l.threads.pools.empty())
        return;
    if (loop_access::alone(loop))
        l.visit([&] { stop_thread_jobs(l); });
    else
        l.send_function([&l] { stop_thread_jobs(l); });
    auto const end = threads_end::begin(l);
    run_to_the_end(loop, [&] { return end->finished(); }, interrupt);
}

void cancel_all_tasks(event_loop& loop)
{
    running_scope const running(loop_access::state(loop));
    std::exception_ptr interrupt;
    cancel_claimed_tasks(loop, interrupt);
    if (interrupt)
        std::rethrow_exception(interrupt);
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_RUN_IMPL_CLEAN_UP_IPP
