// The cancellation requests of one task: counted, and at most one remembered.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_CANCEL_REQUESTS_HPP
#define BOOST_ASYNCIO_DETAIL_CANCEL_REQUESTS_HPP

#include <memory>
#include <string>
#include <utility>

namespace boost::asyncio::detail {

// Python's `_num_cancels_requested`, `_must_cancel` and `_cancel_message`.
class cancel_requests
{
public:
    void add(std::string const& message)
    {
        ++count_;
        if (message.empty())
            message_.reset();
        else
            message_ = std::make_unique<std::string>(message);
    }

    // Takes one request back. At zero, one that is still only remembered is
    // revoked.
    unsigned uncancel() noexcept
    {
        if (count_ > 0 && --count_ == 0)
            remembered_ = false;
        return count_;
    }

    unsigned count() const noexcept
    {
        return count_;
    }

    bool remembered() const noexcept
    {
        return remembered_;
    }

    // The request could not be delivered now: it waits for the next step or
    // the next suspension.
    void remember() noexcept
    {
        remembered_ = true;
    }

    // True, once, if a request is waiting for delivery.
    bool take() noexcept
    {
        if (!remembered_)
            return false;
        remembered_ = false;
        return true;
    }

    std::string message() const
    {
        return message_ ? *message_ : std::string();
    }

private:
    unsigned count_ = 0;
    bool remembered_ = false;
    std::unique_ptr<std::string> message_;
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_CANCEL_REQUESTS_HPP
