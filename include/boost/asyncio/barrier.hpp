// A point that coroutines pass together.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_BARRIER_HPP
#define BOOST_ASYNCIO_BARRIER_HPP

#include <boost/asyncio/detail/operation/done_operation.hpp>
#include <boost/asyncio/detail/sync/primitive.hpp>
#include <boost/asyncio/error.hpp>

#include <cstddef>
#include <exception>
#include <source_location>
#include <stdexcept>
#include <string>
#include <utility>

namespace boost::asyncio {

namespace detail {

class barrier_waiter;

} // namespace detail

/** A point that coroutines of one loop pass together. Python's
    `asyncio.Barrier`.

    It can be used again and again: who comes while others are still leaving
    waits until they have left, and counts for the next time. A waiter that is
    cancelled leaves; the barrier is not broken by that.

    A context manager; the body gets the index.

    Whoever still waits when it is destroyed gets a `std::runtime_error`.

    @par Example
    @snippet barrier.cpp quick_look

    @par Thread Safety
    Belongs to one loop: all calls come from inside it. From another thread,
    use `event_loop::call_soon_threadsafe`.
*/
class barrier
{
public:
    /** @param parties How many pass together.
        @throws std::invalid_argument It is not positive.
    */
    explicit barrier(std::ptrdiff_t parties)
        : parties_(parties)
    {
        if (parties < 1)
            throw std::invalid_argument("parties must be > 0");
    }

    barrier(barrier const&) = delete;
    barrier& operator=(barrier const&) = delete;

    /** Waits until all parties have come.

        @par Completion
        With an index of its own from 0 to `parties() - 1`, in order of arrival.
        The last one goes on at once, without a turn of the loop.

        @par Per-Operation Cancellation
        Supports every type. It counts as if it had not come.

        @throws broken_barrier_error The barrier was reset or aborted.
        @throws std::runtime_error It has to wait, and others have waited for
        the barrier in a different loop.
    */
    auto wait(std::source_location where = std::source_location::current())
    {
        return detail::primitive_operation<
            detail::barrier_waiter,
            std::ptrdiff_t,
            barrier>(*this, where);
    }

    /// Empties the barrier, and mends it if it was aborted: who waits gets a
    /// `broken_barrier_error`, and who comes now is for the next time.
    void reset()
    {
        queue_.check_thread();
        state_ = count_ > 0 ? state::resetting : state::filling;
        queue_.wake_all();
    }

    /// Breaks the barrier: who waits, and who comes before `reset`, gets a
    /// `broken_barrier_error`.
    void abort()
    {
        queue_.check_thread();
        state_ = state::broken;
        queue_.wake_all();
    }

    /// How many pass together.
    std::ptrdiff_t parties() const noexcept
    {
        return parties_;
    }

    /// How many have come and wait for the others.
    std::ptrdiff_t n_waiting() const noexcept
    {
        return state_ == state::filling ? count_ : 0;
    }

    /// Whether it was aborted.
    bool broken() const noexcept
    {
        return state_ == state::broken;
    }

    /// What `with` calls; that of `wait`.
    auto aenter()
    {
        return wait(std::source_location());
    }

    /// What `with` calls; does nothing.
    auto aexit(std::exception_ptr const&)
    {
        return detail::done_operation();
    }

private:
    friend class detail::barrier_waiter;

    enum class state
    {
        filling,
        draining,  // all have come
        resetting, // those inside leave with an exception
        broken
    };

    // Whether newcomers have to wait until it is empty.
    bool closed() const noexcept
    {
        return state_ == state::draining || state_ == state::resetting;
    }

    void leave() noexcept
    {
        if (--count_ > 0)
            return;
        if (closed())
            state_ = state::filling;
        queue_.wake_all();
    }

    detail::wait_queue queue_{"a barrier"};
    std::ptrdiff_t const parties_;
    std::ptrdiff_t count_ = 0; // of those inside
    std::ptrdiff_t next_ = 0;  // index of who leaves next
    state state_ = state::filling;
};

namespace detail {

// Waits in front of a closed barrier, and then inside.
class barrier_waiter
    : public stepping_waiter
    , public queue_place
{
public:
    template<class Op>
    explicit barrier_waiter(Op&& op) noexcept
        : stepping_waiter(op.where())
        , queue_place(next_item())
        , barrier_(op.primitive())
    {
    }

    ~barrier_waiter()
    {
        if (inside_ && !abandoned())
            go_out();
    }

    // Only what does not wait happens here.
    bool ready()
    {
        barrier_.queue_.check_thread();
        if (barrier_.closed() ||
            (!barrier_.broken() && barrier_.count_ + 1 < barrier_.parties_))
            return false;
        return go_on();
    }

    void start() override
    {
        if (!barrier_.queue_.bind(loop()))
            fail(barrier_.queue_.lost(fate::refused));
        else if (!go_on())
            return;
        over_ = true;
        wake();
    }

    bool cancel_wait(std::string const& message) override
    {
        if (over_)
            return false;
        if (cancelled_)
            return true;
        cancelled_ = true;
        message_ = message;
        if (waiting())
            barrier_.queue_.cancel(*this);
        return true;
    }

    void describe(wait_info& info) const override
    {
        info.what = "a barrier";
    }

    std::ptrdiff_t take() const
    {
        if (failure_)
            std::rethrow_exception(failure_);
        if (cancelled_)
            throw cancelled_error(message_);
        return index_;
    }

private:
    using state = barrier::state;

    bool advance() override
    {
        over_ = true;
        if (abandoned())
            fail(wait_queue::lost(fate::abandoned, "a barrier"));
        else if (cancelled_)
        {
            if (inside_)
                go_out();
        }
        else
            over_ = go_on();
        return over_;
    }

    // As far as it can now; whether it need not wait.
    bool go_on()
    {
        if (!inside_)
        {
            if (barrier_.closed())
                return wait();
            if (barrier_.broken())
            {
                fail(broken_barrier_error("Barrier aborted"));
                return true;
            }
            go_in();
        }
        if (barrier_.state_ == state::filling)
            return wait();
        if (barrier_.state_ != state::draining)
            fail(broken_barrier_error("Abort or reset of barrier"));
        go_out();
        return true;
    }

    bool wait() noexcept
    {
        queue_place::leave();
        barrier_.queue_.enter(*this, loop());
        return false;
    }

    void go_in() noexcept
    {
        inside_ = true;
        if (++barrier_.count_ < barrier_.parties_)
            return;
        barrier_.state_ = state::draining;
        barrier_.next_ = 0;
        barrier_.queue_.wake_all();
        last_ = true;
    }

    void go_out() noexcept
    {
        inside_ = false;
        // They leave in the order in which they came, save the last, who is
        // the first. So the indices are distinct even if some did not stay.
        index_ = last_ ? barrier_.parties_ - 1 : barrier_.next_++;
        queue_place::leave();
        barrier_.leave();
    }

    template<class E>
    void fail(E const& e)
    {
        failure_ = std::make_exception_ptr(e);
    }

    asyncio::barrier& barrier_;
    std::ptrdiff_t index_ = 0;
    std::exception_ptr failure_;
    std::string message_;
    bool inside_ = false;
    bool last_ = false;
    bool cancelled_ = false;
    bool over_ = false;
};

} // namespace detail
} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_BARRIER_HPP
