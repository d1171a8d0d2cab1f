// Bodies of state.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_TASK_IMPL_STATE_IPP
#define BOOST_ASYNCIO_DETAIL_TASK_IMPL_STATE_IPP

#include <boost/asyncio/detail/loop/context.hpp>
#include <boost/asyncio/detail/task/state.hpp>
#include <boost/asyncio/error.hpp>

#include <exception>
#include <memory>
#include <utility>

namespace boost::asyncio::detail {

// Ends in the loop, where handlers may be called and memory is reused.
class state_base::farewell final : public item
{
public:
    explicit farewell(state_base& s) noexcept
        : state_(s)
    {
    }

    void run() override
    {
        auto& s = state_;
        delete this;
        s.report_unread();
        s.release();
    }

    void abandon() noexcept override
    {
        run();
    }

private:
    state_base& state_;
};

std::exception_ptr state_base::cancellation()
{
    if (!exception_)
        exception_ = std::make_exception_ptr(
            cancelled_error(message_ ? *message_ : std::string()));
    return exception_;
}

void state_base::throw_outcome()
{
    if (!done())
        throw invalid_state_error("Result is not set.");
    std::rethrow_exception(cancelled() ? cancellation() : exception());
}

void state_base::fail(std::exception_ptr e)
{
    exception_ = std::move(e);
    unread_.store(true, std::memory_order_relaxed);
    complete(detail::status::failed);
}

void state_base::become_cancelled(
    std::string const& message, std::exception_ptr e)
{
    exception_ = std::move(e);
    if (!message.empty())
        message_ = std::make_unique<std::string>(message);
    complete(detail::status::cancelled);
}

std::size_t
state_base::remove_callbacks(void const* type, void const* f) noexcept
{
    std::size_t removed = 0;
    for (item* i = waiters_.empty() ? nullptr : &waiters_.front(); i;)
    {
        item* const next = waiters_.after(*i);
        auto* const c = i->as_callback();
        if (c && c->equals(type, f))
        {
            i->unlink();
            i->abandon();
            ++removed;
        }
        i = next;
    }
    return removed;
}

void state_base::hold_callbacks() noexcept
{
    for (item* i = waiters_.empty() ? nullptr : &waiters_.front(); i;
         i = waiters_.after(*i))
        if (auto* const c = i->as_callback())
            c->hold();
}

void state_base::released_unread() noexcept
{
    if (!loop_.inside() && !loop_.down())
    {
        loop_.submit(*new farewell(*this));
        return;
    }
    report_unread();
    release();
}

void state_base::report_unread() noexcept
{
    // The handler may take a handle to it, and keep it.
    refs_.store(1, std::memory_order_relaxed);
    mark_read();
    auto* const own = own_context();
    context_scope const scope(own ? *own : current_context());
    loop_.report_error(
        {.message = dropped_  ? "An exception of a child of gather was "
                                "dropped: the gather had ended already"
             : is_task() ? "Task exception was never retrieved"
                         : "Future exception was never retrieved",
         .exception = exception_,
         .subject = this,
         .location = location()});
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_TASK_IMPL_STATE_IPP
