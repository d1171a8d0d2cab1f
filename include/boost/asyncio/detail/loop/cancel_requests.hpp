// The cancellation requests of one task: counted, and at most one remembered.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_CANCEL_REQUESTS_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_CANCEL_REQUESTS_HPP

#include <algorithm>
#include <limits>
#include <memory>
#include <string>
#include <utility>

namespace boost::asyncio::detail {

// Python's `_num_cancels_requested`, `_must_cancel` and `_cancel_message`.
class cancel_requests
{
public:
    // The message of the request that has ended a wait stays until the task
    // has gone on.
    void add(std::string const& message, unsigned times = 1)
    {
        constexpr auto most = std::numeric_limits<unsigned>::max();
        count_ += std::min(times, most - count_);
        if (pending_ & wait_ended_bit)
            return;
        if (message.empty())
            message_.reset();
        else
            message_ = std::make_unique<std::string>(message);
    }

    // Takes one request back. At zero, one that is still only remembered is
    // revoked, unless it is `on_its_way`, and one that was sent will not be
    // remembered any more.
    unsigned uncancel(bool on_its_way = false) noexcept
    {
        if (count_ > 0 && --count_ == 0 && !on_its_way)
            pending_ &= wait_ended_bit;
        return count_;
    }

    unsigned count() const noexcept
    {
        return count_;
    }

    // Whether there is anything to be looked at before the task waits again.
    bool pending() const noexcept
    {
        return pending_ != 0;
    }

    bool remembered() const noexcept
    {
        return pending_ & remembered_bit;
    }

    // The request could not be delivered now: it waits for the next step or
    // the next suspension.
    void remember() noexcept
    {
        pending_ |= remembered_bit;
    }

    // What the task waits for has taken a request.
    void wait_ended() noexcept
    {
        pending_ |= wait_ended_bit;
    }

    // The task has gone on since.
    void gone_on() noexcept
    {
        pending_ &= static_cast<unsigned char>(~wait_ended_bit);
    }

    // True, once, if a request is waiting for delivery.
    bool take() noexcept
    {
        bool const was_remembered = remembered();
        pending_ &= static_cast<unsigned char>(~remembered_bit);
        return was_remembered;
    }

    // The task has seen the end of a wait that looks like the doing of the
    // request that has ended this wait.
    void met() noexcept
    {
        if (pending_ & wait_ended_bit)
            take();
    }

    // One went to an operation of Asio, which perhaps has not taken it.
    bool sent() const noexcept
    {
        return pending_ & sent_bit;
    }

    // The remembered request goes there, and ends that wait.
    void send() noexcept
    {
        pending_ = sent_bit | wait_ended_bit;
    }

    // That operation has ended: it had taken the request, or it is remembered.
    void arrived(bool taken) noexcept
    {
        pending_ &= remembered_bit;
        if (!taken)
            remember();
    }

    std::string message() const
    {
        return message_ ? *message_ : std::string();
    }

private:
    static constexpr unsigned char remembered_bit = 1;
    static constexpr unsigned char sent_bit = 2;
    static constexpr unsigned char wait_ended_bit = 4;

    unsigned count_ = 0;
    unsigned char pending_ = 0; // of the bits above
    std::unique_ptr<std::string> message_;
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_CANCEL_REQUESTS_HPP
