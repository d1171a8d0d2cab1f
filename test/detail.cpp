// The plain state machines inside the library.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/detail/loop/cancel_requests.hpp>

#include <boost/asyncio/detail/loop/block_pool.hpp>
#include <boost/asyncio/detail/loop/item.hpp>
#include <boost/asyncio/detail/loop/timer_heap.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <cstring>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_detail)

namespace {

using namespace boost::asyncio::detail;
using namespace std::chrono_literals;

// ---- cancel_requests -------------------------------------------------------

BOOST_AUTO_TEST_CASE(requests_are_counted)
{
    cancel_requests r;
    BOOST_TEST(r.count() == 0u);
    BOOST_TEST(r.uncancel() == 0u);
    r.add("");
    r.add("");
    BOOST_TEST(r.count() == 2u);
    BOOST_TEST(r.uncancel() == 1u);
    BOOST_TEST(r.uncancel() == 0u);
    BOOST_TEST(r.uncancel() == 0u);
    BOOST_TEST(r.count() == 0u);
}

BOOST_AUTO_TEST_CASE(a_request_is_remembered_once)
{
    cancel_requests r;
    r.add("");
    BOOST_TEST(!r.remembered());
    BOOST_TEST(!r.take());
    r.remember();
    r.remember();
    BOOST_TEST(r.remembered());
    BOOST_TEST(r.take());
    BOOST_TEST(!r.remembered());
    BOOST_TEST(!r.take());
    BOOST_TEST(r.count() == 1u);
}

BOOST_AUTO_TEST_CASE(uncancel_revokes_at_zero_only)
{
    cancel_requests r;
    r.add("");
    r.add("");
    r.remember();
    r.uncancel();
    BOOST_TEST(r.remembered());
    r.uncancel();
    BOOST_TEST(!r.remembered());
    BOOST_TEST(!r.take());
}

BOOST_AUTO_TEST_CASE(the_message_is_that_of_the_last_request)
{
    cancel_requests r;
    BOOST_TEST(r.message().empty());
    r.add("one");
    BOOST_TEST(r.message() == "one");
    r.add("two");
    BOOST_TEST(r.message() == "two");
    r.add("");
    BOOST_TEST(r.message().empty());
}

// ---- timer_heap ------------------------------------------------------------

struct timer final : timer_node
{
    explicit timer(int n)
        : number(n)
    {
    }

    void expire() override
    {
    }

    int number;
};

int pop(timer_heap& h)
{
    auto& t = static_cast<timer&>(h.top());
    h.remove(t);
    return t.number;
}

constexpr clock::time_point at(clock::duration d)
{
    return clock::time_point(d);
}

BOOST_AUTO_TEST_CASE(the_earliest_is_on_top)
{
    timer_heap h;
    timer a(1);
    timer b(2);
    timer c(3);
    BOOST_TEST(h.empty());
    BOOST_TEST(!a.armed());
    h.insert(a, at(3s));
    h.insert(b, at(1s));
    h.insert(c, at(2s));
    BOOST_TEST(a.armed());
    BOOST_TEST((a.when() == at(3s)));
    BOOST_TEST(pop(h) == 2);
    BOOST_TEST(!b.armed());
    BOOST_TEST(pop(h) == 3);
    BOOST_TEST(pop(h) == 1);
    BOOST_TEST(h.empty());
}

BOOST_AUTO_TEST_CASE(equal_ones_in_order_of_insertion)
{
    timer_heap h;
    std::vector<std::unique_ptr<timer>> timers;
    for (int i = 0; i != 100; ++i)
    {
        timers.push_back(std::make_unique<timer>(i));
        h.insert(*timers.back(), at(1s));
    }
    for (int i = 0; i != 100; ++i)
        BOOST_TEST(pop(h) == i);
}

BOOST_AUTO_TEST_CASE(the_order_number_grows)
{
    timer_heap h;
    timer a(1);
    auto const first = h.next_order();
    h.insert(a, at(1s));
    BOOST_TEST(timer_heap::order(a) == first);
    BOOST_TEST(h.next_order() > first);
    h.remove(a);
    h.insert(a, at(1s));
    BOOST_TEST(timer_heap::order(a) > first);
    h.remove(a);
}

// Random insertions and removals, with many equal deadlines, beside a multimap,
// which keeps equal keys in order of insertion, too.
void compare_with_multimap(unsigned seed)
{
    std::mt19937 random(seed);
    auto const below = [&](std::size_t n)
    {
        return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
    };
    timer_heap heap;
    std::multimap<clock::time_point, timer*> model;
    std::vector<std::unique_ptr<timer>> timers;
    for (int i = 0; i != 200; ++i)
        timers.push_back(std::make_unique<timer>(i));
    for (int step = 0; step != 5000; ++step)
    {
        timer& t = *timers[below(timers.size())];
        if (step % 3 == 0 && !model.empty())
        {
            BOOST_REQUIRE(&heap.top() == model.begin()->second);
            heap.remove(heap.top());
            model.erase(model.begin());
        }
        else if (t.armed())
        {
            auto i = model.lower_bound(t.when());
            while (i->second != &t)
                ++i;
            model.erase(i);
            heap.remove(t);
        }
        else
        {
            auto const when = at(clock::duration(below(20)));
            heap.insert(t, when);
            model.emplace(when, &t);
        }
        BOOST_REQUIRE(heap.empty() == model.empty());
        if (!model.empty())
            BOOST_REQUIRE(&heap.top() == model.begin()->second);
    }
    for (; !model.empty(); model.erase(model.begin()))
    {
        BOOST_REQUIRE(&heap.top() == model.begin()->second);
        heap.remove(heap.top());
    }
    BOOST_REQUIRE(heap.empty());
    for (auto const& t : timers)
        BOOST_REQUIRE(!t->armed());
}

BOOST_AUTO_TEST_CASE(a_heap_behaves_as_a_multimap)
{
    for (unsigned seed = 1; seed != 20; ++seed)
        BOOST_TEST_CONTEXT("seed " << seed)
        {
            compare_with_multimap(seed);
        }
    unsigned const seed = std::random_device()();
    BOOST_TEST_MESSAGE("seed " << seed);
    BOOST_TEST_CONTEXT("seed " << seed)
    {
        compare_with_multimap(seed);
    }
}

// ---- linked_list -----------------------------------------------------------

struct first_tag
{
};

struct second_tag
{
};

struct node
    : list_links<first_tag>
    , list_links<second_tag>
{
    explicit node(int n)
        : number(n)
    {
    }

    int number;
};

using first_list = linked_list<node, first_tag>;
using second_list = linked_list<node, second_tag>;

std::vector<int> numbers(first_list const& l)
{
    std::vector<int> result;
    for (node* n = l.empty() ? nullptr : &l.front(); n; n = l.after(*n))
        result.push_back(n->number);
    return result;
}

BOOST_AUTO_TEST_CASE(a_list_is_first_in_first_out)
{
    first_list l;
    node a(1);
    node b(2);
    node c(3);
    BOOST_TEST(l.empty());
    l.push_back(a);
    BOOST_TEST(l.has_one());
    l.push_back(b);
    BOOST_TEST(!l.has_one());
    l.push_back(c);
    BOOST_TEST((numbers(l) == std::vector{1, 2, 3}));
    BOOST_TEST(&l.front() == &a);
    BOOST_TEST(&l.back() == &c);
    BOOST_TEST(&l.pop_front() == &a);
    BOOST_TEST(!a.list_links<first_tag>::linked());
    BOOST_TEST(b.list_links<first_tag>::linked());
    BOOST_TEST(&l.pop_front() == &b);
    BOOST_TEST(l.has_one());
    BOOST_TEST(&l.pop_front() == &c);
    BOOST_TEST(l.empty());
}

BOOST_AUTO_TEST_CASE(a_node_leaves_its_list_wherever_it_is)
{
    for (int leaving = 0; leaving != 3; ++leaving)
    {
        first_list l;
        node nodes[] = {node(0), node(1), node(2)};
        for (node& n : nodes)
            l.push_back(n);
        nodes[leaving].list_links<first_tag>::unlink();
        BOOST_TEST(!nodes[leaving].list_links<first_tag>::linked());
        std::vector<int> expected{0, 1, 2};
        expected.erase(expected.begin() + leaving);
        BOOST_TEST(numbers(l) == expected);
        l.push_back(nodes[leaving]);
        expected.push_back(leaving);
        BOOST_TEST(numbers(l) == expected);
    }
}

BOOST_AUTO_TEST_CASE(a_node_is_in_lists_of_two_kinds)
{
    first_list l;
    second_list m;
    node a(1);
    node b(2);
    l.push_back(a);
    l.push_back(b);
    m.push_back(b);
    m.push_back(a);
    b.list_links<first_tag>::unlink();
    BOOST_TEST((numbers(l) == std::vector{1}));
    BOOST_TEST(&m.pop_front() == &b);
    BOOST_TEST(&m.pop_front() == &a);
}

BOOST_AUTO_TEST_CASE(splicing_keeps_the_order)
{
    node nodes[] = {node(0), node(1), node(2), node(3)};
    first_list l;
    first_list m;
    l.splice_back(m);
    BOOST_TEST(l.empty());
    m.push_back(nodes[0]);
    m.push_back(nodes[1]);
    l.splice_back(m);
    BOOST_TEST(m.empty());
    BOOST_TEST((numbers(l) == std::vector{0, 1}));
    m.push_back(nodes[2]);
    l.splice_back(m);
    BOOST_TEST((numbers(l) == std::vector{0, 1, 2}));
    m.push_back(nodes[3]);
    m.splice_back(l);
    BOOST_TEST((numbers(m) == std::vector{3, 0, 1, 2}));
    l.splice_front(m);
    BOOST_TEST((numbers(l) == std::vector{3, 0, 1, 2}));
    m.push_back(l.pop_front());
    l.splice_front(m);
    BOOST_TEST((numbers(l) == std::vector{3, 0, 1, 2}));
    l.splice_front(m);
    BOOST_TEST((numbers(l) == std::vector{3, 0, 1, 2}));
    nodes[0].list_links<first_tag>::unlink();
    BOOST_TEST((numbers(l) == std::vector{3, 1, 2}));
    l.clear();
    BOOST_TEST(l.empty());
}

// ---- block_pool ------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_block_is_used_again_for_its_size)
{
    block_pool pool;
    void* const p = pool.allocate(100);
    std::memset(p, 1, 100);
    pool.deallocate(p, 100);
    // 65 to 128 bytes are one class.
    BOOST_TEST(pool.allocate(128) == p);
    pool.deallocate(p, 128);
    void* const q = pool.allocate(64);
    BOOST_TEST(q != p);
    BOOST_TEST(pool.allocate(65) == p);
    pool.deallocate(q, 64);
    pool.deallocate(p, 65);
}

BOOST_AUTO_TEST_CASE(blocks_in_use_are_distinct_and_as_large_as_asked_for)
{
    block_pool pool;
    for (int round = 0; round != 3; ++round)
    {
        std::set<void*> blocks;
        std::vector<std::pair<void*, std::size_t>> in_use;
        for (std::size_t size = 1; size < 1200; size += 7)
        {
            void* const p = pool.allocate(size);
            BOOST_REQUIRE(blocks.insert(p).second);
            std::memset(p, round, size);
            in_use.emplace_back(p, size);
        }
        for (auto const& [p, size] : in_use)
            pool.deallocate(p, size);
    }
}

BOOST_AUTO_TEST_CASE(blocks_may_go_and_come_past_the_pool)
{
    block_pool pool;
    ::operator delete(pool.allocate(100));
    ::operator delete(pool.allocate(5000));
    pool.deallocate(block_pool::allocate_block(100), 100);
    pool.deallocate(block_pool::allocate_block(5000), 5000);
}

BOOST_AUTO_TEST_CASE(a_pool_keeps_a_limited_number)
{
    block_pool pool;
    std::vector<void*> blocks;
    for (int i = 0; i != 5000; ++i)
        blocks.push_back(pool.allocate(64));
    for (void* const p : blocks)
        pool.deallocate(p, 64);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
