// exception_group: several exceptions that are thrown as one.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/exception_group.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_exception_group)

namespace {

using boost::asyncio::exception_group;

template<class E>
std::exception_ptr error(E e)
{
    return std::make_exception_ptr(std::move(e));
}

using runtime = std::runtime_error;
using invalid = std::invalid_argument;

// a; (b, 42; (c)); d
exception_group nested()
{
    exception_group const innermost("innermost", {error(invalid("c"))});
    exception_group const inner(
        "inner", {error(runtime("b")), error(42), error(innermost)});
    return exception_group(
        "outer",
        {error(runtime("a")), error(inner), error(invalid("d"))},
        {"one", "two", "three"});
}

BOOST_AUTO_TEST_CASE(members)
{
    auto const a = error(runtime("a"));
    exception_group const group("message", {a});
    BOOST_TEST(group.message() == "message");
    BOOST_REQUIRE(group.exceptions().size() == 1u);
    BOOST_TEST((group.exceptions()[0] == a));
    BOOST_TEST(
        std::string(group.what()) == "message (1 sub-exception)\n  - a");
}

BOOST_AUTO_TEST_CASE(its_text_shows_everything)
{
    BOOST_TEST(
        std::string(nested().what()) ==
        "outer (3 sub-exceptions)\n"
        "  - one: a\n"
        "  - two: inner (3 sub-exceptions)\n"
        "    - b\n"
        "    - an exception that is not a std::exception\n"
        "    - innermost (1 sub-exception)\n"
        "      - c\n"
        "  - three: d");
}

BOOST_AUTO_TEST_CASE(fewer_origins_than_exceptions)
{
    exception_group const group(
        "m", {error(runtime("a")), error(runtime("b"))}, {"first"});
    BOOST_TEST(
        std::string(group.what()) ==
        "m (2 sub-exceptions)\n  - first: a\n  - b");
}

BOOST_AUTO_TEST_CASE(misuse)
{
    BOOST_CHECK_THROW(exception_group("empty", {}), invalid);
    BOOST_CHECK_THROW(
        exception_group("null", {error(runtime("a")), nullptr}), invalid);
}

BOOST_AUTO_TEST_CASE(copies_share_their_content)
{
    static_assert(std::is_nothrow_copy_constructible_v<exception_group>);
    static_assert(std::is_base_of_v<std::exception, exception_group>);
    auto const group = nested();
    auto const copy = group;
    BOOST_TEST(copy.what() == group.what());
    BOOST_TEST(&copy.exceptions() == &group.exceptions());
    try
    {
        throw group;
    }
    catch (std::exception const& e)
    {
        BOOST_TEST(e.what() == group.what());
    }
}

BOOST_AUTO_TEST_CASE(split_by_type)
{
    auto const [yes, no] = nested().split<invalid>();
    BOOST_REQUIRE(yes.has_value());
    BOOST_REQUIRE(no.has_value());
    BOOST_TEST(
        std::string(yes->what()) ==
        "outer (2 sub-exceptions)\n"
        "  - two: inner (1 sub-exception)\n"
        "    - innermost (1 sub-exception)\n"
        "      - c\n"
        "  - three: d");
    BOOST_TEST(
        std::string(no->what()) ==
        "outer (2 sub-exceptions)\n"
        "  - one: a\n"
        "  - two: inner (2 sub-exceptions)\n"
        "    - b\n"
        "    - an exception that is not a std::exception");
}

BOOST_AUTO_TEST_CASE(split_by_a_base_class)
{
    auto const [yes, no] = nested().split<std::exception>();
    BOOST_REQUIRE(no.has_value());
    BOOST_TEST(yes->exceptions().size() == 3u);
    std::size_t rest = 0;
    no->for_each([&](std::exception_ptr const&) { ++rest; });
    BOOST_TEST(rest == 1u);
}

BOOST_AUTO_TEST_CASE(all_or_nothing)
{
    auto const all = nested().split([](auto const&) { return true; });
    BOOST_REQUIRE(all.first.has_value());
    BOOST_TEST(!all.second);
    BOOST_TEST(std::string(all.first->what()) == nested().what());
    auto const none = nested().split<std::bad_alloc>();
    BOOST_TEST(!none.first);
    BOOST_REQUIRE(none.second.has_value());
    BOOST_TEST(std::string(none.second->what()) == nested().what());
}

BOOST_AUTO_TEST_CASE(the_type_of_groups_selects_no_whole_group)
{
    auto const [yes, no] = nested().split<exception_group>();
    BOOST_TEST(!yes);
    BOOST_TEST(no.has_value());
}

BOOST_AUTO_TEST_CASE(a_predicate_sees_no_groups)
{
    std::size_t calls = 0;
    auto const only_numbers = [&](std::exception_ptr const& e)
    {
        ++calls;
        try
        {
            std::rethrow_exception(e);
        }
        catch (int)
        {
            return true;
        }
        catch (exception_group const&)
        {
            BOOST_ERROR("a group is no member to be asked for");
            return false;
        }
        catch (...)
        {
            return false;
        }
    };
    auto const sub = nested().subgroup(only_numbers);
    BOOST_TEST(calls == 5u);
    BOOST_REQUIRE(sub.has_value());
    BOOST_TEST(
        std::string(sub->what()) ==
        "outer (1 sub-exception)\n"
        "  - two: inner (1 sub-exception)\n"
        "    - an exception that is not a std::exception");
}

BOOST_AUTO_TEST_CASE(subgroup_is_the_first_half)
{
    auto const sub = nested().subgroup<runtime>();
    BOOST_REQUIRE(sub.has_value());
    BOOST_TEST(
        std::string(sub->what()) ==
        std::string(nested().split<runtime>().first->what()));
    BOOST_TEST(!nested().subgroup<std::bad_alloc>().has_value());
}

BOOST_AUTO_TEST_CASE(for_each_exception)
{
    std::vector<std::string> texts;
    nested().for_each(
        [&](std::exception const& e) { texts.push_back(e.what()); });
    std::vector<std::string> const expected{
        "a", "b", "an exception that is not a std::exception", "c", "d"};
    BOOST_TEST(texts == expected, boost::test_tools::per_element());
    std::size_t pointers = 0;
    nested().for_each(
        [&](std::exception_ptr const& e)
        {
            BOOST_TEST((e != nullptr));
            ++pointers;
        });
    BOOST_TEST(pointers == 5u);
    // What takes either gets the pointer.
    nested().for_each(
        [](auto const& e)
        {
            static_assert(
                std::is_same_v<decltype(e), std::exception_ptr const&>);
        });
}

BOOST_AUTO_TEST_CASE(the_rest_is_thrown_again)
{
    auto const handle = []
    {
        try
        {
            throw nested();
        }
        catch (exception_group const& e)
        {
            auto const [mine, rest] = e.split<runtime>();
            BOOST_TEST(mine.has_value());
            if (rest)
                throw *rest;
        }
    };
    BOOST_CHECK_EXCEPTION(
        handle(),
        exception_group,
        [](exception_group const& e)
        { return e.message() == "outer" && !e.subgroup<runtime>(); });
}

BOOST_AUTO_TEST_CASE(it_owns_its_exceptions)
{
    auto const alive = std::make_shared<int>(0);
    {
        exception_group const group("m", {error(alive)});
        auto const copy = group;
        auto const part =
            group.subgroup<std::shared_ptr<int>>();
        BOOST_TEST(part.has_value());
        BOOST_TEST(alive.use_count() > 1);
    }
    BOOST_TEST(alive.use_count() == 1);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
