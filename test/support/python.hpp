// What the scenarios need of Python.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef ASYNCIO_TEST_PYTHON_HPP
#define ASYNCIO_TEST_PYTHON_HPP

#include <boost/asyncio.hpp>

#include <exception>
#include <stdexcept>
#include <string>
#include <utility>

namespace asyncio_test {

class zero_division_error : public std::runtime_error
{
public:
    explicit zero_division_error(std::string const& message = {})
        : runtime_error(message)
    {
    }
};

// `finally:`, where that does not await.
template<class F>
class finally
{
public:
    explicit finally(F f)
        : f_(std::move(f))
    {
    }

    finally(finally const&) = delete;
    finally& operator=(finally const&) = delete;

    ~finally()
    {
        f_();
    }

private:
    F f_;
};

// str(e)
inline std::string str(std::exception_ptr const& e)
{
    if (!e)
        return "None";
    try
    {
        std::rethrow_exception(e);
    }
    catch (std::exception const& error)
    {
        return error.what();
    }
}

// type(e).__name__
inline std::string type_name(std::exception_ptr const& e)
{
    if (!e)
        return "NoneType";
    try
    {
        std::rethrow_exception(e);
    }
    catch (boost::asyncio::timeout_error const&)
    {
        return "TimeoutError";
    }
    catch (boost::asyncio::cancelled_error const&)
    {
        return "CancelledError";
    }
    catch (boost::asyncio::invalid_state_error const&)
    {
        return "InvalidStateError";
    }
    catch (std::invalid_argument const&)
    {
        return "ValueError";
    }
    catch (std::out_of_range const&)
    {
        return "KeyError";
    }
    catch (zero_division_error const&)
    {
        return "ZeroDivisionError";
    }
    catch (std::runtime_error const&)
    {
        return "RuntimeError";
    }
    catch (...)
    {
        return "Exception";
    }
}

} // namespace asyncio_test

#endif // ASYNCIO_TEST_PYTHON_HPP
