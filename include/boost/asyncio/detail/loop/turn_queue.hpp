// What a loop has to run, and when it goes back to its executor.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_TURN_QUEUE_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_TURN_QUEUE_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/inbox.hpp>
#include <boost/asyncio/detail/loop/item.hpp>
#include <boost/asyncio/detail/loop/pace.hpp>

#include <boost/config.hpp>

#include <atomic>

namespace boost::asyncio::detail {

// Its items run in turns: what comes in a turn runs in the next one. From the
// time when the executor calls the loop to that when it goes back there is a
// round of turns; see pace.
class turn_queue
{
public:
    turn_queue() = default;
    turn_queue(turn_queue const&) = delete;
    turn_queue& operator=(turn_queue const&) = delete;

    // ---- from any thread ---------------------------------------------------

    // True if the loop was idle; the caller owns it now.
    bool try_own() noexcept
    {
        return inbox_.try_own();
    }

    // The same, with something to run.
    bool send(item& i) noexcept
    {
        return inbox_.push(i);
    }

    // Goes before all that is ready at the next take_urgent(), such as the one
    // that begins a round; one item at a time. It wakes nobody.
    void send_first(item& i) noexcept
    {
        urgent_.store(&i, std::memory_order_release);
    }

    // ---- by the owner ------------------------------------------------------

    // False if something was sent, and the loop is still owned.
    bool leave() noexcept
    {
        return inbox_.leave();
    }

    void push(item& i) noexcept
    {
        ready_.push_back(i);
    }

    void push_first(item& i) noexcept
    {
        ready_.push_front(i);
    }

    void push_all(item_list& items) noexcept
    {
        ready_.splice_back(items);
    }

    // Runs when the executor has nothing queued for the loop; see
    // look_behind(). Until then `i` may be unlinked.
    void push_behind(item& i) noexcept
    {
        behind_.push_back(i);
        turns_left_ = 1; // after this turn
    }

    // What the next turn runs, so far.
    item_list& ready() noexcept
    {
        return ready_;
    }

    bool has_behind() const noexcept
    {
        return !behind_.empty();
    }

    // ---- a round of turns --------------------------------------------------

    void take_urgent() noexcept
    {
        if (BOOST_UNLIKELY(urgent_.load(std::memory_order_relaxed) != nullptr))
            push_first(*urgent_.exchange(nullptr, std::memory_order_acquire));
    }

    // A loop with items behind stays owned, and completions come to its inbox.
    // This is called in a drain that was posted since: what the executor had
    // queued is there now. It has its turn first, and may destroy more objects.
    // If something arrives all the time that does not wait for ever.
    BOOST_ASYNCIO_DECL void look_behind();

    void begin_round() noexcept
    {
        items_left_ = pace::most_items;
        turns_left_ = behind_.empty() && !limit_passed_ ? pace_.turns() : 1;
    }

    // Whether there is anything to run in the next turn.
    bool collect() noexcept
    {
        inbox_.take(ready_);
        return !ready_.empty();
    }

    // Calls `run` for each item of it. What remains after an exception, or
    // when there is to be no more, is put_back().
    template<class F>
    BOOST_ASYNCIO_FORCEINLINE void run_turn(F const& run)
    {
        if (ready_.has_one())
        {
            run(ready_.pop_front());
            return;
        }
        batch_.splice_back(ready_);
        int left = items_left_;
        do
        {
            run(batch_.pop_front());
            --left;
        } while (!batch_.empty());
        items_left_ = left;
        if (left <= 0)
            turns_left_ = 1;
    }

    // After a turn: true if it is to be asked whether the round is over.
    bool is_questionable() noexcept
    {
        return --turns_left_ <= 0;
    }

    // Then, without a look at the clock.
    bool is_over() noexcept
    {
        items_left_ -= pace_.turns();
        return items_left_ <= 0 || !behind_.empty();
    }

    // If it is not: whether it is at the time `now`. `limit_passed`: a deadline
    // has, and its timer is about to tell.
    bool is_over(pace::clock::time_point now, bool limit_passed) noexcept
    {
        limit_passed_ = limit_passed;
        bool const due = pace_.is_due(now);
        turns_left_ = pace_.turns();
        return due || limit_passed;
    }

    void put_back() noexcept
    {
        ready_.splice_front(batch_);
    }

    // ---- the end -----------------------------------------------------------

    // There is no turn any more: only what is ready.
    void close() noexcept
    {
        put_back();
        ready_.splice_back(behind_);
    }

    // Moves all that is ready to the end of `items`.
    void take_all(item_list& items) noexcept
    {
        inbox_.take(ready_);
        items.splice_back(ready_);
    }

    // Releases what is there, and what that brings.
    BOOST_ASYNCIO_DECL void abandon() noexcept;

private:
    inbox inbox_;
    std::atomic<item*> urgent_ = nullptr;
    item_list ready_;
    item_list batch_;  // the rest of the turn
    item_list behind_; // what waits for the executor's queue
    int looks_ = 0;    // how often something else was there
    int items_left_ = 0; // of the round
    int turns_left_ = 0; // until it is asked whether it is over
    pace pace_;
    bool limit_passed_ = false;
};

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/loop/impl/turn_queue.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_LOOP_TURN_QUEUE_HPP
