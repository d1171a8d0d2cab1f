// A request on its way into an operation of Asio.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_EMISSION_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_EMISSION_HPP

#include <boost/asyncio/detail/loop/item.hpp>

namespace boost::asyncio::detail {

// Counts the marks that have come out of a loop's queue.
using era = unsigned;

// Tells whether an operation took the request that was emitted into it, or had
// completed before, so that the request is still to be delivered.
//
// An operation says nothing of that. But what has completed when the request is
// made stands in a queue already: so a mark is put behind it. If the mark has
// come out when the task goes on, the operation took the request. There are two
// queues, and one mark for each: that of the executor, by which completions
// come in, and that of the loop, by which go what ends inside of it, such as
// the coroutines of `a || b` that wait for operations of ours.
class emission
{
public:
    emission() = default;
    emission(emission const&) = delete;
    emission& operator=(emission const&) = delete;

    // The number of the mark that the next emission posts to the executor.
    unsigned next() const noexcept
    {
        return number_ + 1;
    }

    // Puts the other one into `ready`, the queue of the loop. `latest` is the
    // last number of such a mark, `now` will be that of the last to come out.
    void begin(item_list& ready, era& latest, era& now) noexcept
    {
        ++number_;
        posted_back_ = false;
        heard_ = false;
        queued_.number = ++latest;
        queued_.now = &now;
        if (queued_.linked())
            queued_.unlink();
        ready.push_back(queued_);
    }

    // The posted mark with this number has come out.
    void returned(unsigned number) noexcept
    {
        if (number == number_)
            posted_back_ = true;
    }

    // The task has ended: what is still under way means nothing any more.
    void forget() noexcept
    {
        ++number_;
    }

    // While the request is passed on, what completes does so because of it.
    class passing_on
    {
    public:
        explicit passing_on(emission& e) noexcept
            : emission_(e)
        {
            e.passing_on_ = true;
        }

        passing_on(passing_on const&) = delete;
        passing_on& operator=(passing_on const&) = delete;

        ~passing_on()
        {
            emission_.passing_on_ = false;
        }

    private:
        emission& emission_;
    };

    // If a request is passed on now, somebody inside has heard of it: an
    // operation of ours, which ends by it even if its end is in a queue
    // already, or a coroutine that `co_spawn` started, for which it is a state
    // from now on.
    void heard() noexcept
    {
        if (passing_on_)
            heard_ = true;
    }

    // Whether the operation took the request that has ended in a step that the
    // executor began.
    bool taken_outside() const noexcept
    {
        return passing_on_ || heard_ || posted_back_;
    }

    // The same for a step out of the loop's queue, of the era `e`.
    bool taken_in(era e) const noexcept
    {
        return passing_on_ || heard_ ||
               static_cast<int>(e - queued_.number) >= 0;
    }

private:
    class mark final : public item
    {
    public:
        void run() override
        {
            *now = number;
        }

        void abandon() noexcept override
        {
        }

        era number = 0;
        era* now = nullptr;
    };

    mark queued_;
    unsigned number_ = 0;
    bool posted_back_ = false;
    bool passing_on_ = false;
    bool heard_ = false;
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_EMISSION_HPP
