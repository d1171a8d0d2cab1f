// Who waits for a condition, and how he gets the lock back.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_SYNC_CONDITION_STATE_HPP
#define BOOST_ASYNCIO_DETAIL_SYNC_CONDITION_STATE_HPP

#include <boost/asyncio/lock.hpp>

#include <exception>
#include <functional>
#include <optional>
#include <source_location>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

namespace boost::asyncio::detail {

// Has a place in the queue of the condition from the wait to the end, and one
// in that of the lock while it wants the lock back.
class condition_waiter
    : public stepping_waiter
    , public queue_place
{
public:
    // Whether there is nothing to wait for.
    bool ready()
    {
        condition_.queue_.check_thread();
        checked_ = true;
        if (satisfied(false))
            return true;
        check_locked();
        return false;
    }

    void start() override
    {
        try
        {
            // Outside of a task nobody has asked whether it is ready.
            if (checked_ || !ready_for_caller())
            {
                wait();
                return;
            }
        }
        catch (...)
        {
            failure_ = std::current_exception();
        }
        over_ = true;
        wake();
    }

    bool cancel_wait(std::string const& message) override
    {
        if (over_)
            return false;
        // Several requests before the next step are one.
        if (requested_)
            return true;
        requested_ = cancelled_ = true;
        message_ = message;
        if (waiting())
            condition_.queue_.cancel(*this);
        else if (for_lock_.waiting())
            lock_.queue_.cancel(for_lock_);
        return true;
    }

    void describe(wait_info& info) const override
    {
        if (for_lock_.waiting())
            lock_.describe(info);
        else
            info.what = "a condition";
    }

protected:
    condition_waiter(
        asyncio::condition& c, std::source_location where) noexcept
        : stepping_waiter(where)
        , queue_place(next_item())
        , condition_(c)
        , lock_(c.lock_)
    {
    }

    ~condition_waiter() = default;

    // Whether it goes on; called with the lock held, save the first time.
    virtual bool satisfied(bool notified) noexcept = 0;

    void fail(std::exception_ptr e) noexcept
    {
        failure_ = std::move(e);
    }

    void check() const
    {
        if (failure_)
            std::rethrow_exception(failure_);
        if (cancelled_)
            throw cancelled_error(message_);
    }

private:
    // The condition has gone, and the lock may be about to: it gets in line for
    // the lock at once, and so hears of that.
    void deserted(loop_state&, bool) noexcept override
    {
        if (wants_lock_)
            return;
        cancel_step();
        want_lock();
    }

    bool ready_for_caller()
    {
        runner_scope const caller(identity());
        return ready();
    }

    void check_locked() const
    {
        if (!lock_.locked())
            throw std::runtime_error("cannot wait on un-acquired lock");
    }

    void wait()
    {
        check_locked();
        for (auto* const q : {&condition_.queue_, &lock_.queue_})
            if (!q->bind(loop()))
                throw q->lost(fate::refused);
        wants_lock_ = false;
        lock_.release();
        leave();
        condition_.queue_.enter(*this, loop());
        // The predicate may have asked for it.
        if (requested_)
            condition_.queue_.cancel(*this);
    }

    void want_lock() noexcept
    {
        wants_lock_ = true;
        lock_.enter(for_lock_, loop());
    }

    bool advance() override
    {
        bool const requested = std::exchange(requested_, false);
        if (wants_lock_)
        {
            auto const f = for_lock_.leave();
            if (f == fate::abandoned || f == fate::refused)
                return lost(f);
            if (f == fate::woken && !requested)
                return take_lock();
            // As in Python, the next one has the lock first.
            lock_.wake_first();
        }
        if (lock_.available())
            return take_lock();
        want_lock();
        return false;
    }

    // Whether it goes on now that it has the lock again.
    bool take_lock()
    {
        lock_.take();
        try
        {
            if (abandoned())
                return lost(fate::abandoned);
            if (!cancelled_ && !satisfied(true))
            {
                wait();
                return false;
            }
        }
        catch (...)
        {
            failure_ = std::current_exception();
        }
        if (leave() == fate::woken && cancelled_)
            condition_.notify_first();
        over_ = true;
        return true;
    }

    // Condition or lock is none any more, or none of this loop.
    bool lost(fate f)
    {
        failure_ = std::make_exception_ptr(wait_queue::lost(
            f, abandoned() ? "a condition" : "a lock"));
        leave();
        over_ = true;
        return true;
    }

    asyncio::condition& condition_;
    asyncio::lock& lock_;
    queue_place for_lock_{next_item()};
    std::exception_ptr failure_;
    std::string message_;
    bool checked_ = false;
    bool wants_lock_ = false; // and is notified, or cancelled
    bool requested_ = false;  // a cancellation, since the last step
    bool cancelled_ = false;
    bool over_ = false;
};

class condition_wait : public condition_waiter
{
public:
    template<class Op>
    explicit condition_wait(Op&& op) noexcept
        : condition_waiter(op.primitive(), op.where())
    {
    }

    void take() const
    {
        check();
    }

private:
    bool satisfied(bool notified) noexcept override
    {
        return notified;
    }
};

template<class Predicate>
using predicate_value =
    std::decay_t<std::invoke_result_t<std::decay_t<Predicate>&>>;

template<class Predicate>
class condition_wait_for : public condition_waiter
{
public:
    template<class Op>
    explicit condition_wait_for(Op&& op)
        : condition_waiter(op.primitive(), op.where())
        , predicate_(std::move(op.predicate()))
    {
    }

    predicate_value<Predicate> take()
    {
        this->check();
        return std::move(*value_);
    }

private:
    bool satisfied(bool) noexcept override
    {
        try
        {
            value_.emplace(std::invoke(predicate_));
            return static_cast<bool>(*value_);
        }
        catch (...)
        {
            this->fail(std::current_exception());
            return true;
        }
    }

    Predicate predicate_;
    std::optional<predicate_value<Predicate>> value_;
};

template<class Predicate>
class [[nodiscard]] condition_wait_for_operation
    : public operation_base<
          condition_wait_for_operation<Predicate>,
          predicate_value<Predicate>>
{
public:
    using wait_state = condition_wait_for<Predicate>;

    template<class P>
    condition_wait_for_operation(
        asyncio::condition& c, P&& predicate, std::source_location where)
        : condition_(&c)
        , predicate_(std::forward<P>(predicate))
        , where_(where)
    {
    }

    asyncio::condition& primitive() const noexcept
    {
        return *condition_;
    }

    Predicate& predicate() noexcept
    {
        return predicate_;
    }

    std::source_location where() const noexcept
    {
        return where_;
    }

private:
    asyncio::condition* condition_;
    Predicate predicate_;
    std::source_location where_;
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_SYNC_CONDITION_STATE_HPP
