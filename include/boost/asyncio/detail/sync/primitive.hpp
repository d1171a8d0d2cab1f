// What the operations of the primitives have in common.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_SYNC_PRIMITIVE_HPP
#define BOOST_ASYNCIO_DETAIL_SYNC_PRIMITIVE_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/runner_base.hpp>
#include <boost/asyncio/detail/loop/waiter.hpp>
#include <boost/asyncio/detail/operation/operation.hpp>
#include <boost/asyncio/detail/sync/wait_queue.hpp>

#include <boost/config.hpp>

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

// Waits in one queue, and goes on when it is woken: what does not depend on the
// primitive.
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

    BOOST_ASYNCIO_DECL bool cancel_in(wait_queue& q) noexcept;

    // For a fate that is no good one.
    [[noreturn]] BOOST_ASYNCIO_DECL void fail(fate f, char const* what) const;

    BOOST_ASYNCIO_DECL void settle() noexcept override;

private:
    fate settled_ = fate::none;
};

// Waits for its turn at a primitive, whose rules are
//   static constexpr char what[];            // for messages: "a lock"
//   wait_queue queue;
//   bool try_take();                         // if that needs no waiting
//   void enter(queue_place&, loop_state&);   // to wait; perhaps not for long
//   void taken() noexcept;                   // who was woken has its turn
//   void left(fate) noexcept;                // who was in the queue wants none
//   void put_back() noexcept;                // who had its turn wants none
// and perhaps
//   void describe(wait_info&) const;
template<class Primitive>
class primitive_waiter : public queued_waiter
{
public:
    template<class Op>
    explicit primitive_waiter(Op&& op) noexcept
        : queued_waiter(op.where()), primitive_(op.primitive())
    {
    }

    // It may have been given a turn that it did not come to take.
    BOOST_ASYNCIO_FORCEINLINE ~primitive_waiter()
    {
        if (in_queue() || unclaimed())
            give_back();
    }

    BOOST_ASYNCIO_FORCEINLINE bool ready()
    {
        return primitive_.try_take();
    }

    BOOST_ASYNCIO_FORCEINLINE void start() override
    {
        primitive_.enter(*this, loop());
    }

    bool cancel_wait(std::string const&) override
    {
        return cancel_in(primitive_.queue);
    }

    loop_state* home() const noexcept
    {
        return primitive_.queue.home();
    }

    void describe(wait_info& info) const override
    {
        info.what = Primitive::what;
        if constexpr (requires { primitive_.describe(info); })
            if (!abandoned())
                primitive_.describe(info);
    }

    BOOST_ASYNCIO_FORCEINLINE void take()
    {
        auto const f = foreign() ? settled() : primitive_waiter::accept();
        if (f != fate::none && f != fate::woken)
            fail(f, Primitive::what);
    }

private:
    BOOST_ASYNCIO_FORCEINLINE fate accept() noexcept override
    {
        auto const f = leave();
        if (f == fate::woken)
            primitive_.taken();
        else if (f == fate::cancelled)
            primitive_.left(f);
        return f;
    }

    BOOST_NOINLINE void pass_on() noexcept override
    {
        if (in_queue())
            primitive_.left(leave());
    }

    BOOST_NOINLINE void give_back() noexcept
    {
        pass_on();
        if (unclaimed())
            primitive_.put_back();
    }

    Primitive& primitive_;
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

        BOOST_ASYNCIO_DECL void run() override;
        BOOST_ASYNCIO_DECL void abandon() noexcept override;
        BOOST_ASYNCIO_DECL step_info step() const noexcept override;

    private:
        stepping_waiter& waiter_;
    };

    next_step step_{*this};
};

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/sync/impl/primitive.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_SYNC_PRIMITIVE_HPP
