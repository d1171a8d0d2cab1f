// Who waits for a queue, whatever its items.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_SYNC_QUEUE_WAITER_HPP
#define BOOST_ASYNCIO_DETAIL_SYNC_QUEUE_WAITER_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/item.hpp>
#include <boost/asyncio/detail/loop/loop_state.hpp>
#include <boost/asyncio/detail/sync/primitive.hpp>
#include <boost/asyncio/detail/sync/queue_core.hpp>

#include <boost/config.hpp>

#include <exception>
#include <source_location>
#include <string>

namespace boost::asyncio::detail {

// Waits in a line of a queue.
class queue_waiter
    : public stepping_waiter
    , public list_links<queue_tag>
{
public:
    static constexpr bool only_here = true;

    BOOST_ASYNCIO_FORCEINLINE loop_state* home() const
    {
        return core_->home();
    }

    void start() override
    {
        // Outside of a task nobody has asked whether it has to wait.
        if (!core_->belongs_to(loop()))
            refuse();
        else if (must_wait())
            enlist();
        else if (try_to_end())
            wake();
    }

    // For a foreign one that had its turn, a request comes too late.
    BOOST_ASYNCIO_FORCEINLINE bool take_request()
    {
        return !(foreign() && had_turn()) && waiter::take_request();
    }

    BOOST_ASYNCIO_DECL bool cancel_wait(std::string const& message) override;

protected:
    queue_waiter(
        queue_core& c, queue_line& l, std::source_location where) noexcept
        : stepping_waiter(where), core_(&c), line_(&l)
    {
    }

    BOOST_ASYNCIO_FORCEINLINE ~queue_waiter()
    {
        leave();
    }

    virtual bool must_wait() const noexcept = 0;

    // Its turn has come. False: somebody was faster. What it throws is what the
    // operation ends with.
    virtual bool take_turn() = 0;

    // It was woken for nothing: somebody else may have what it leaves.
    virtual void pass_on() noexcept = 0;

    queue_core& core() const noexcept
    {
        return *core_;
    }

    // Throws what the operation ended with.
    void check() const
    {
        if (error_)
            std::rethrow_exception(error_);
    }

    // Whether it had its turn: otherwise it did not have to wait.
    bool had_turn() const noexcept
    {
        return stage_ == stage::ended;
    }

private:
    friend class queue_core;

    enum class stage
    {
        idle,
        waiting,
        woken,
        ended
    };

    void enlist() noexcept
    {
        stage_ = stage::waiting;
        line_->push_back(*this);
    }

    void leave() noexcept
    {
        if (list_links<queue_tag>::linked())
            list_links<queue_tag>::unlink();
    }

    void wake_up() noexcept
    {
        leave();
        stage_ = stage::woken;
        core_->woken.push_back(*this);
        queue_step();
    }

    BOOST_ASYNCIO_DECL void end(std::exception_ptr e) noexcept;
    BOOST_ASYNCIO_DECL void refuse();
    BOOST_ASYNCIO_DECL void abandon_queue() noexcept;

    // Takes what is there. False: there is nothing, so it waits again.
    bool try_to_end()
    {
        try
        {
            if (!error_ && !take_turn())
            {
                enlist();
                return false;
            }
        }
        catch (...)
        {
            error_ = std::current_exception();
        }
        stage_ = stage::ended;
        if (error_)
            pass_on();
        return true;
    }

    BOOST_ASYNCIO_DECL bool advance() override;

    queue_core* core_;
    queue_line* line_;
    stage stage_ = stage::idle;
    std::exception_ptr error_;
};

// Who waits for an item, and for room, as far as the item does not matter.
class queue_get_waiter : public queue_waiter
{
public:
    bool ready() const noexcept
    {
        return core().can_get();
    }

    BOOST_ASYNCIO_DECL void describe(wait_info& info) const override;

protected:
    queue_get_waiter(queue_core& c, std::source_location where) noexcept
        : queue_waiter(c, c.getters, where)
    {
    }

    ~queue_get_waiter() = default;

    BOOST_ASYNCIO_DECL bool must_wait() const noexcept override;
    BOOST_ASYNCIO_DECL void pass_on() noexcept override;
};

class queue_put_waiter : public queue_waiter
{
public:
    bool ready() const noexcept
    {
        return core().can_put();
    }

    BOOST_ASYNCIO_DECL void describe(wait_info& info) const override;

protected:
    queue_put_waiter(queue_core& c, std::source_location where) noexcept
        : queue_waiter(c, c.putters, where)
    {
    }

    ~queue_put_waiter() = default;

    BOOST_ASYNCIO_DECL bool must_wait() const noexcept override;
    BOOST_ASYNCIO_DECL void pass_on() noexcept override;
};

class queue_joiner : public queue_waiter
{
public:
    template<class Op>
    explicit queue_joiner(Op&& op) noexcept
        : queue_waiter(op.primitive(), op.primitive().joiners, op.where())
    {
    }

    bool ready() const noexcept
    {
        return core().finished();
    }

    void take() const
    {
        check();
    }

    BOOST_ASYNCIO_DECL void describe(wait_info& info) const override;

private:
    BOOST_ASYNCIO_DECL bool must_wait() const noexcept override;
    BOOST_ASYNCIO_DECL bool take_turn() override;
    BOOST_ASYNCIO_DECL void pass_on() noexcept override;
};

inline void queue_core::wake_first(queue_line& l) noexcept
{
    if (!l.empty())
        l.front().wake_up();
}

inline void queue_core::wake_all(queue_line& l) noexcept
{
    while (!l.empty())
        l.front().wake_up();
}

inline void queue_core::abandon(queue_line& l) noexcept
{
    while (!l.empty())
        l.front().abandon_queue();
}

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/sync/impl/queue_waiter.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_SYNC_QUEUE_WAITER_HPP
