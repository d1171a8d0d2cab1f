// The rules of a queue, without its items.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_SYNC_QUEUE_CORE_HPP
#define BOOST_ASYNCIO_DETAIL_SYNC_QUEUE_CORE_HPP

#include <boost/asyncio/detail/loop/current_loop.hpp>
#include <boost/asyncio/detail/loop/item.hpp>
#include <boost/asyncio/detail/loop/loop_state.hpp>
#include <boost/asyncio/detail/sync/primitive.hpp>
#include <boost/asyncio/error.hpp>

#include <boost/config.hpp>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <limits>
#include <source_location>
#include <stdexcept>
#include <string>
#include <utility>

namespace boost::asyncio::detail {

struct queue_tag
{
};

class queue_waiter;

using queue_line = linked_list<queue_waiter, queue_tag>;

// Counts items and what is left to do with them, and knows who waits for what.
//
// A woken waiter does not own what it was woken for: when its turn comes it
// takes it if it is still there, and otherwise goes to the end of its line.
class queue_core
{
public:
    explicit queue_core(std::ptrdiff_t maxsize) noexcept
        : maxsize_(maxsize)
        , limit_(
              maxsize > 0 ? static_cast<std::size_t>(maxsize)
                          : (std::numeric_limits<std::size_t>::max)())
    {
    }

    queue_core(queue_core const&) = delete;
    queue_core& operator=(queue_core const&) = delete;

    ~queue_core();

    std::ptrdiff_t maxsize() const noexcept
    {
        return maxsize_;
    }

    std::size_t size() const noexcept
    {
        return size_;
    }

    bool empty() const noexcept
    {
        return size_ == 0;
    }

    bool full() const noexcept
    {
        return size_ >= limit_;
    }

    bool is_shut_down() const noexcept
    {
        return shut_down_;
    }

    bool finished() const noexcept
    {
        return unfinished_ == 0;
    }

    // Whether a get, or a put, need not wait; it may have to throw.
    bool can_get() const noexcept
    {
        return !empty() || shut_down_;
    }

    bool can_put() const noexcept
    {
        return !full() || shut_down_;
    }

    // Throws unless there is an item.
    void require_item() const
    {
        if (!empty())
            return;
        if (shut_down_)
            throw queue_shut_down();
        throw queue_empty();
    }

    // Throws unless there is room.
    void require_room() const
    {
        if (shut_down_)
            throw queue_shut_down();
        if (full())
            throw queue_full();
    }

    void item_added() noexcept
    {
        ++size_;
        ++unfinished_;
        wake_first(getters);
    }

    void item_taken() noexcept
    {
        --size_;
        wake_first(putters);
    }

    void task_done()
    {
        if (finished())
            throw std::invalid_argument("task_done() called too many times");
        if (--unfinished_ == 0)
            wake_all(joiners);
    }

    // The items have been dropped.
    void items_dropped() noexcept
    {
        unfinished_ -= (std::min)(unfinished_, std::exchange(size_, 0));
        if (finished())
            wake_all(joiners);
    }

    void shut_down() noexcept
    {
        shut_down_ = true;
        wake_all(getters);
        wake_all(putters);
    }

    static void wake_first(queue_line& l) noexcept;
    static void wake_all(queue_line& l) noexcept;

    // The loop in which an operation begins; null for that of whoever awaits
    // it. A task of another loop is refused.
    loop_state* home() const
    {
        auto* const here = current.loop;
        if (!loop_ || loop_ == here)
            return here;
        if (current.runner && current.runner->task)
            throw_wrong_loop();
        return loop_.get();
    }

    // Python's rule: the loop in which somebody waited first is that of the
    // queue. False if it is another one.
    bool belongs_to(loop_state& l) noexcept
    {
        if (!loop_)
            loop_ = loop_ptr(&l);
        return loop_ == &l;
    }

    // For calls that do not wait.
    void require_loop() const
    {
        if (loop_ && loop_ != current.loop)
            called_from_elsewhere();
    }

    [[noreturn]] BOOST_NOINLINE static void throw_wrong_loop()
    {
        throw std::runtime_error(wrong_loop);
    }

    static constexpr char wrong_loop[] =
        "a queue is bound to a different event loop";
    static constexpr char destroyed[] =
        "a queue was destroyed while a coroutine waited for it";

    queue_line getters;
    queue_line putters;
    queue_line joiners;
    queue_line woken; // of each kind, until they have had their turn

private:
    BOOST_NOINLINE void called_from_elsewhere() const
    {
        if (current.loop)
            throw_wrong_loop();
        require_here(*loop_);
    }

    bool anybody_waits() const noexcept
    {
        return !woken.empty() || !getters.empty() || !putters.empty() ||
               !joiners.empty();
    }

    static void abandon(queue_line& l) noexcept;

    std::ptrdiff_t maxsize_;
    std::size_t limit_;
    std::size_t size_ = 0;
    std::size_t unfinished_ = 0;
    bool shut_down_ = false;
    loop_ptr loop_;
};

// Waits in a line of a queue.
class queue_waiter
    : public stepping_waiter
    , public list_links<queue_tag>
{
public:
    static constexpr bool only_here = true;

    loop_state* home() const
    {
        return core_->home();
    }

    void start() override
    {
        // Outside of a task nobody has asked whether it has to wait.
        if (!core_->belongs_to(loop()))
            end(std::make_exception_ptr(
                std::runtime_error(queue_core::wrong_loop)));
        else if (must_wait())
            enlist();
        else if (try_to_end())
            wake();
    }

    // For a foreign one that had its turn, a request comes too late.
    bool take_request()
    {
        return !(foreign() && had_turn()) && waiter::take_request();
    }

    bool cancel_wait(std::string const& message) override
    {
        if (error_ || stage_ == stage::idle || stage_ == stage::ended)
            return false;
        auto e = std::make_exception_ptr(cancelled_error(message));
        if (stage_ == stage::woken)
            error_ = std::move(e);
        else
            end(std::move(e));
        return true;
    }

protected:
    queue_waiter(
        queue_core& c, queue_line& l, std::source_location where) noexcept
        : stepping_waiter(where), core_(&c), line_(&l)
    {
    }

    ~queue_waiter()
    {
        leave();
    }

    virtual bool must_wait() const noexcept = 0;

    // Its turn has come. False: somebody was faster. What it throws is what the
    // operation ends with.
    virtual bool take_turn() = 0;

    // It was woken for nothing: somebody else may have what it leaves.
    virtual void pass_on() noexcept = 0;

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

    void end(std::exception_ptr e) noexcept
    {
        leave();
        stage_ = stage::ended;
        error_ = std::move(e);
        queue_step();
    }

    void abandon_queue() noexcept
    {
        bool const queued = stage_ == stage::woken;
        leave();
        stage_ = stage::ended;
        if (!error_)
            error_ = std::make_exception_ptr(
                std::runtime_error(queue_core::destroyed));
        if (!queued)
            queue_step();
    }

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

    bool advance() override
    {
        leave();
        return stage_ == stage::ended || try_to_end();
    }

    queue_core* core_;
    queue_line* line_;
    stage stage_ = stage::idle;
    std::exception_ptr error_;
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

inline queue_core::~queue_core()
{
    if (!anybody_waits())
        return;
    if (loop_->debug && !loop_->down())
        loop_->report_error({.message = destroyed});
    abandon(woken);
    abandon(getters);
    abandon(putters);
    abandon(joiners);
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_SYNC_QUEUE_CORE_HPP
