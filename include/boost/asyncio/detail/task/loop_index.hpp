// Finds the loop of an executor.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_TASK_LOOP_INDEX_HPP
#define BOOST_ASYNCIO_DETAIL_TASK_LOOP_INDEX_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/executor_facts.hpp>
#include <boost/asyncio/detail/loop/loop_state.hpp>

#include <cstddef>
#include <unordered_set>
#include <vector>

namespace boost::asyncio::detail {

// The loops by the hashes of their executors; equality decides. Those whose
// executor has none have one key, so that they are looked at one after the
// other.
//
// An executor in an any_io_executor may be of a type that nobody has told about
// yet. Then it has no hash, until it comes once without: that is learned.
class loop_index
{
public:
    loop_index() = default;
    loop_index(loop_index const&) = delete;
    loop_index& operator=(loop_index const&) = delete;

    // Comes before the functions below, which take the key.
    BOOST_ASYNCIO_DECL std::size_t key_of(executor_facts const& facts);

    // Null if there is none.
    BOOST_ASYNCIO_DECL loop_state*
    find(executor_facts const& facts, std::size_t key) const;

    BOOST_ASYNCIO_DECL void insert(loop_state& l, std::size_t key);

    // Has the key of another executor from now on.
    BOOST_ASYNCIO_DECL void move(loop_state& l, std::size_t key) noexcept;

private:
    struct wanted
    {
        executor_facts const& facts;
        std::size_t key;
    };

    struct hash
    {
        using is_transparent = void;

        std::size_t operator()(loop_state const* l) const noexcept
        {
            return l->key;
        }

        std::size_t operator()(wanted const& w) const noexcept
        {
            return w.key;
        }
    };

    struct equal
    {
        using is_transparent = void;

        bool operator()(loop_state const* a, loop_state const* b) const noexcept
        {
            return a == b;
        }

        BOOST_ASYNCIO_DECL bool
        operator()(wanted const& w, loop_state const* l) const;

        bool operator()(loop_state const* l, wanted const& w) const
        {
            return (*this)(w, l);
        }
    };

    // How to find out the hash of an executor of some type.
    struct lesson
    {
        std::size_t key_of(asio::any_io_executor const& any) const noexcept
        {
            auto const* const ex = get(any);
            return ex ? hash(ex) : unknown;
        }

        decltype(executor_facts::get) get;
        decltype(executor_facts::hash) hash;
    };

    BOOST_ASYNCIO_COLD_DECL void learn(lesson const& l);

    static constexpr std::size_t unknown = 0;

    std::unordered_set<loop_state*, hash, equal> loops_;
    std::vector<lesson> lessons_; // one for each type
};

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/task/impl/loop_index.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_TASK_LOOP_INDEX_HPP
