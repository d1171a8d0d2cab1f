// A condition: who waits, and how he gets the lock back.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_SYNC_CONDITION_STATE_HPP
#define BOOST_ASYNCIO_DETAIL_SYNC_CONDITION_STATE_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/sync/lock_state.hpp>
#include <boost/asyncio/detail/sync/primitive.hpp>

#include <cstddef>
#include <exception>
#include <functional>
#include <optional>
#include <source_location>
#include <string>
#include <type_traits>
#include <utility>

namespace boost::asyncio::detail {

class condition_state
{
public:
    explicit condition_state(lock_state& l) noexcept
        : lock(l)
    {
    }

    void notify(std::ptrdiff_t n)
    {
        check_notify();
        while (n-- > 0 && notify_first())
        {
        }
    }

    void notify_all()
    {
        check_notify();
        queue.wake_all();
    }

    bool notify_first() noexcept
    {
        auto* const p = queue.first();
        if (p)
            queue.wake(*p);
        return p != nullptr;
    }

    lock_state& lock;
    wait_queue queue{"a condition"};

private:
    void check_notify() const
    {
        queue.check_thread();
        if (!lock.locked())
            lock_not_held();
    }

    [[noreturn]] BOOST_ASYNCIO_DECL static void lock_not_held();
};

// Has a place in the queue of the condition from the wait to the end, and one
// in that of the lock while it wants the lock back.
class condition_waiter
    : public stepping_waiter
    , public queue_place
{
public:
    // Whether there is nothing to wait for.
    BOOST_ASYNCIO_DECL bool ready();
    BOOST_ASYNCIO_DECL void start() override;
    BOOST_ASYNCIO_DECL bool cancel_wait(std::string const& message) override;
    BOOST_ASYNCIO_DECL void describe(wait_info& info) const override;

protected:
    BOOST_ASYNCIO_DECL condition_waiter(
        condition_state& c, std::source_location where) noexcept;

    ~condition_waiter() = default;

    // Whether it goes on; called with the lock held, save the first time.
    virtual bool satisfied(bool notified) noexcept = 0;

    void fail(std::exception_ptr e) noexcept
    {
        failure_ = std::move(e);
    }

    BOOST_ASYNCIO_DECL void check() const;

private:
    BOOST_ASYNCIO_DECL void deserted(loop_state&, bool) noexcept override;
    BOOST_ASYNCIO_DECL bool advance() override;

    BOOST_ASYNCIO_DECL bool ready_for_caller();
    BOOST_ASYNCIO_DECL void check_locked() const;
    BOOST_ASYNCIO_DECL void wait();
    BOOST_ASYNCIO_DECL void want_lock() noexcept;

    // Whether it goes on now that it has the lock again.
    BOOST_ASYNCIO_DECL bool take_lock();

    // Condition or lock is none any more, or none of this loop.
    BOOST_ASYNCIO_DECL bool lost(fate f);

    condition_state& condition_;
    lock_state& lock_;
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

using condition_operation =
    primitive_operation<condition_wait, void, condition_state>;

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
        condition_state& c, P&& predicate, std::source_location where)
        : condition_(&c)
        , predicate_(std::forward<P>(predicate))
        , where_(where)
    {
    }

    condition_state& primitive() const noexcept
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
    condition_state* condition_;
    Predicate predicate_;
    std::source_location where_;
};

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/sync/impl/condition_state.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_SYNC_CONDITION_STATE_HPP
