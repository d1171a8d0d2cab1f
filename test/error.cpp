// The exceptions: their codes, messages and families.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/error.hpp>

#include <boost/test/unit_test.hpp>

#include <exception>
#include <stdexcept>
#include <string>
#include <type_traits>

BOOST_AUTO_TEST_SUITE(unit_error)

namespace {

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;

BOOST_AUTO_TEST_CASE(cancelled_error_has_the_code_of_a_cancelled_operation)
{
    asyncio::cancelled_error const e;
    BOOST_TEST((e.code() == asio::error::operation_aborted));
    BOOST_TEST(e.message().empty());
    boost::system::system_error const asios(asio::error::operation_aborted);
    BOOST_TEST(e.what() == std::string(asios.what()));
}

BOOST_AUTO_TEST_CASE(cancelled_error_carries_a_message)
{
    asyncio::cancelled_error const e("shutting down");
    BOOST_TEST(e.message() == "shutting down");
    BOOST_TEST(
        std::string(e.what()).find("shutting down") != std::string::npos);
    auto const copy = e;
    BOOST_TEST(copy.message() == "shutting down");
    static_assert(std::is_nothrow_copy_constructible_v<
                  asyncio::invalid_state_error>);
}

BOOST_AUTO_TEST_CASE(one_handler_for_cancelled_error_and_asios)
{
    bool caught = false;
    try
    {
        throw asyncio::cancelled_error();
    }
    catch (boost::system::system_error const& e)
    {
        caught = e.code() == asio::error::operation_aborted;
    }
    BOOST_TEST(caught);
}

BOOST_AUTO_TEST_CASE(timeout_error_has_the_code_timed_out)
{
    asyncio::timeout_error const e;
    BOOST_TEST((e.code() == asio::error::timed_out));
    BOOST_TEST((e.cause() == nullptr));
    auto const cause = std::make_exception_ptr(asyncio::cancelled_error());
    BOOST_TEST((asyncio::timeout_error(cause).cause() == cause));
    static_assert(
        std::is_base_of_v<boost::system::system_error, asyncio::timeout_error>);
    static_assert(
        !std::is_base_of_v<asyncio::cancelled_error, asyncio::timeout_error>);
}

BOOST_AUTO_TEST_CASE(invalid_state_error_is_a_logic_error)
{
    static_assert(
        std::is_base_of_v<std::logic_error, asyncio::invalid_state_error>);
    BOOST_TEST(
        asyncio::invalid_state_error("x").what() == std::string("x"));
}

BOOST_AUTO_TEST_CASE(keyboard_interrupt_is_of_its_own)
{
    static_assert(
        std::is_base_of_v<std::exception, asyncio::keyboard_interrupt>);
    static_assert(
        !std::is_base_of_v<std::runtime_error, asyncio::keyboard_interrupt>);
    BOOST_TEST(
        asyncio::keyboard_interrupt().what() ==
        std::string("keyboard interrupt"));
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
