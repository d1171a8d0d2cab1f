// What the operations of the primitives have in common.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_SYNC_PRIMITIVE_HPP
#define BOOST_ASYNCIO_DETAIL_SYNC_PRIMITIVE_HPP

#include <boost/asyncio/detail/loop/runner_base.hpp>
#include <boost/asyncio/detail/loop/waiter.hpp>
#include <boost/asyncio/detail/operation/operation.hpp>
#include <boost/asyncio/detail/sync/wait_queue.hpp>

#include <source_location>
#include <string>
#include <utility>

namespace boost::asyncio::detail {

// An operation of a primitive without arguments. `State` may be incomplete.
template<class State, class T, class Primitive>
class [[nodiscard]] primitive_operation
    : public operation_base<primitive_operation<State, T, Primitive>, T>
{
public:
    using wait_state = State;

    primitive_operation(Primitive& p, std::source_location where) noexcept
        : primitive_(&p), where_(where)
    {
    }

    Primitive& primitive() const noexcept
    {
        return *primitive_;
    }

    std::source_location where() const noexcept
    {
        return where_;
    }

private:
    Primitive* primitive_;
    std::source_location where_;
};

// Waits in one queue, and goes on when it is woken.
class queued_waiter
    : public waiter
    , public queue_place
{
public:
    static constexpr bool runs = false;

    // Any other coroutine than a task has seen to it in settle().
    bool take_request()
    {
        if (foreign() || !waiter::take_request())
            return false;
        pass_on();
        return true;
    }

protected:
    explicit queued_waiter(std::source_location where) noexcept
        : waiter(where), queue_place(static_cast<item&>(*this))
    {
    }

    ~queued_waiter() = default;

    // Inside: leaves the queue, and takes what it was woken for.
    virtual fate accept() noexcept = 0;

    // Inside: leaves the queue, and somebody else may have what it was woken
    // for.
    virtual void pass_on() noexcept = 0;

    // What became of one that is not the operation of a task; asked once.
    fate settled() noexcept
    {
        return std::exchange(settled_, fate::none);
    }

    // Whether such a one did not come to ask.
    bool unclaimed() const noexcept
    {
        return settled_ == fate::woken;
    }

    bool cancel_in(wait_queue& q) noexcept
    {
        if (!waiting())
            return false;
        q.cancel(*this);
        return true;
    }

    // For a fate that is no good one.
    [[noreturn]] void fail(fate f, char const* what) const
    {
        if (f == fate::cancelled)
            throw_cancelled(*this);
        throw wait_queue::lost(f, what);
    }

    void settle() noexcept override
    {
        if (waiter::take_request())
        {
            pass_on();
            settled_ = fate::cancelled;
        }
        else
            settled_ = accept();
    }

private:
    fate settled_ = fate::none;
};

// Looks, in the turn after it was woken, whether it goes on or waits again;
// all requests are its own business.
class stepping_waiter : public waiter
{
public:
    static constexpr bool runs = false;

    loop_state* home() const noexcept
    {
        return nullptr;
    }

    // A request that came late is seen by the next step.
    static bool take_request() noexcept
    {
        return false;
    }

protected:
    explicit stepping_waiter(std::source_location where) noexcept
        : waiter(where)
    {
    }

    ~stepping_waiter()
    {
        cancel_step();
    }

    // On behalf of who waits; whether he goes on, in this very turn.
    virtual bool advance() = 0;

    item& next_item() noexcept
    {
        return step_;
    }

    void queue_step() noexcept
    {
        loop().wake(step_);
    }

    void cancel_step() noexcept
    {
        if (step_.linked())
            step_.unlink();
    }

private:
    class next_step final : public item
    {
    public:
        explicit next_step(stepping_waiter& w) noexcept
            : waiter_(w)
        {
        }

        void run() override
        {
            bool goes_on;
            {
                runner_scope const identity(waiter_.identity());
                goes_on = waiter_.advance();
            }
            if (goes_on)
                static_cast<item&>(waiter_).run();
        }

        // The waiter itself is destroyed by other ways.
        void abandon() noexcept override
        {
        }

        step_info step() const noexcept override
        {
            return static_cast<item const&>(waiter_).step();
        }

    private:
        stepping_waiter& waiter_;
    };

    next_step step_{*this};
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_SYNC_PRIMITIVE_HPP
