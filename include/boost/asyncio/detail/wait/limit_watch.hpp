// Tells an operation that its time is up.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_WAIT_LIMIT_WATCH_HPP
#define BOOST_ASYNCIO_DETAIL_WAIT_LIMIT_WATCH_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/item.hpp>
#include <boost/asyncio/detail/loop/loop_state.hpp>
#include <boost/asyncio/detail/loop/time.hpp>
#include <boost/asyncio/detail/loop/timer_heap.hpp>

namespace boost::asyncio::detail {

// The part of an operation with a limit that does not depend on the operation.
class limit_watch
{
public:
    limit_watch(limit_watch const&) = delete;
    limit_watch& operator=(limit_watch const&) = delete;

    // The limit had passed before anything began.
    bool no_time() const noexcept
    {
        return limit_ && limit_->passed();
    }

    // Sets the alarm, if there is a limit.
    BOOST_ASYNCIO_DECL bool arm(loop_state& l);

    // Takes back what has been arranged.
    void unset() noexcept
    {
        if (relay_.linked())
            relay_.unlink();
        if (alarm_.armed())
            loop_->disarm(alarm_);
    }

    // When time is up at once Python cancels a future, or a task that has not
    // started, and hears of its end through a callback: that is a turn more,
    // and two for the task.
    item& relay() noexcept
    {
        return relay_;
    }

protected:
    explicit limit_watch(limit_or_none l) noexcept
        : limit_(l)
    {
    }

    ~limit_watch()
    {
        unset();
    }

    virtual void relayed() = 0;
    virtual void time_has_passed() = 0;

private:
    class relay_item final : public item
    {
    public:
        explicit relay_item(limit_watch& w) noexcept
            : watch_(w)
        {
        }

        BOOST_ASYNCIO_DECL void run() override;
        BOOST_ASYNCIO_DECL void abandon() noexcept override;

    private:
        limit_watch& watch_;
    };

    class alarm final : public timer_node
    {
    public:
        explicit alarm(limit_watch& w) noexcept
            : watch_(w)
        {
        }

        BOOST_ASYNCIO_DECL void expire() override;

    private:
        limit_watch& watch_;
    };

    relay_item relay_{*this};
    alarm alarm_{*this};
    limit_or_none limit_;
    loop_state* loop_ = nullptr; // of the alarm
};

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/wait/impl/limit_watch.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_WAIT_LIMIT_WATCH_HPP
