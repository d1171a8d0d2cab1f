// The exceptions of the library.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_ERROR_HPP
#define BOOST_ASYNCIO_ERROR_HPP

#include <boost/asyncio/config.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <exception>
#include <memory>
#include <stdexcept>
#include <string>

namespace boost::asyncio {

/** A task or future was cancelled.

    The same error code as a cancelled operation of Boost.Asio has, so that one
    `catch (boost::system::system_error const&)` serves both. Python's
    `asyncio.CancelledError`.

    In C++ a cancellation is a `std::exception`: a handler for all exceptions
    inside a task begins with `if (asyncio::is_cancelled(e)) throw;`.
*/
class cancelled_error : public boost::system::system_error
{
public:
    /// @param message What `message()` gives.
    BOOST_ASYNCIO_COLD_DECL explicit cancelled_error(
        std::string const& message = {});

    /// The argument that `cancel()` was given; empty if there was none.
    BOOST_ASYNCIO_COLD_DECL std::string message() const;

private:
    std::shared_ptr<std::string const> message_;
};

/** A limit set by `wait_for`, `timeout` or `timeout_at` has passed.

    Its code is `boost::asio::error::timed_out`. A type of its own: catching
    it never catches a connection that timed out in the kernel. Python's
    `TimeoutError`.
*/
class timeout_error : public boost::system::system_error
{
public:
    /// @param cause What `cause()` gives.
    BOOST_ASYNCIO_COLD_DECL explicit timeout_error(
        std::exception_ptr cause = nullptr);

    /// The cancellation that the limit caused; null if nothing had started.
    std::exception_ptr const& cause() const noexcept
    {
        return cause_;
    }

private:
    std::exception_ptr cause_;
};

/// The operation does not fit the state, such as `result()` of a pending task.
class invalid_state_error : public std::logic_error
{
public:
    using std::logic_error::logic_error;
};

/// The barrier was aborted, or reset while somebody waited for it.
class broken_barrier_error : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// `get_nowait()` found no item. Python's `asyncio.QueueEmpty`.
class queue_empty : public std::runtime_error
{
public:
    /// An exception that says so.
    BOOST_ASYNCIO_COLD_DECL queue_empty();
};

/// `put_nowait()` found no room. Python's `asyncio.QueueFull`.
class queue_full : public std::runtime_error
{
public:
    /// An exception that says so.
    BOOST_ASYNCIO_COLD_DECL queue_full();
};

/// The queue takes nothing more, or has nothing left to give. Python's
/// `asyncio.QueueShutDown`.
class queue_shut_down : public std::runtime_error
{
public:
    /// An exception that says so.
    BOOST_ASYNCIO_COLD_DECL queue_shut_down();
};

/** The program was asked to end, usually by Ctrl-C.

    It leaves the loop at once, out of the task that throws it, and is never
    collected by `gather` or a group. Python's `KeyboardInterrupt`.
*/
class keyboard_interrupt : public std::exception
{
public:
    /// Its description.
    BOOST_ASYNCIO_COLD_DECL char const* what() const noexcept override;
};

} // namespace boost::asyncio

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/impl/error.ipp>
#endif

#endif // BOOST_ASYNCIO_ERROR_HPP
