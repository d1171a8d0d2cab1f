// Requests to operations of Asio: when they go there, and what became of them.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_RAW_REQUESTS_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_RAW_REQUESTS_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/emission.hpp>
#include <boost/asyncio/detail/loop/item.hpp>
#include <boost/asyncio/detail/loop/runner_base.hpp>

namespace boost::asyncio::detail {

// Knows where the step that runs comes from, by which it is judged whether it
// is the end of an operation that took a request; see emission. A request goes
// three steps: ask(), and then it stands behind what is queued; may_emit(), and
// begin(), which marks the place; emit().
class raw_requests
{
public:
    raw_requests() = default;
    raw_requests(raw_requests const&) = delete;
    raw_requests& operator=(raw_requests const&) = delete;

    // ---- where the step comes from -----------------------------------------

    // From now on steps come out of the loop's queue.
    void in_queue() noexcept
    {
        from_queue_ = true;
    }

    // The executor began this one.
    void outside() noexcept
    {
        from_queue_ = false;
    }

    bool from_queue() const noexcept
    {
        return from_queue_;
    }

    // The era in which what the running step is part of began.
    detail::era era() const noexcept
    {
        return era_;
    }

    // Says of a step out of the queue that it began earlier, or elsewhere.
    class origin
    {
    public:
        origin(raw_requests& r, bool from_queue, detail::era e) noexcept
            : requests_(r), era_(r.era_)
        {
            r.from_queue_ = from_queue;
            r.era_ = e;
        }

        origin(origin const&) = delete;
        origin& operator=(origin const&) = delete;

        ~origin()
        {
            requests_.from_queue_ = true;
            requests_.era_ = era_;
        }

    private:
        raw_requests& requests_;
        detail::era era_;
    };

    // ---- a request on its way ----------------------------------------------

    // The task of `r` has gone on since a request was sent: the operation took
    // it, or it is remembered.
    void settle(runner_base& r) const noexcept
    {
        r.requests->arrived(
            from_queue_ ? r.emitted.taken_in(era_)
                        : r.emitted.taken_outside());
    }

    // The task has a request, or has gone on, and waits for nothing of ours.
    // True if `r.behind` is to be put behind what is queued.
    BOOST_ASYNCIO_DECL bool ask(runner_base& r) const;

    // Its turn has come: whether there still is what listens. If something is
    // to run as this task that may be the end of what it waits for: then it is
    // looked at again after that.
    BOOST_ASYNCIO_DECL static bool may_emit(runner_base const& r) noexcept;

    // The executor has the mark `r.emitted.next()`: puts the other one into
    // `ready`, the queue of the loop.
    BOOST_ASYNCIO_DECL void begin(runner_base& r, item_list& ready) noexcept;

    BOOST_ASYNCIO_DECL static void emit(runner_base& r);

private:
    // Whether the step that runs came out of the queue, or by the executor.
    bool from_queue_ = false;
    detail::era era_ = 0;
    detail::era last_era_ = 0; // of the marks that are in the queue
};

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/loop/impl/raw_requests.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_LOOP_RAW_REQUESTS_HPP
