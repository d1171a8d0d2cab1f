// When a gather is over, and with which exception.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_WAIT_GATHER_STATE_HPP
#define BOOST_ASYNCIO_DETAIL_WAIT_GATHER_STATE_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/waiter.hpp>
#include <boost/asyncio/detail/task/state.hpp>

#include <cstddef>
#include <exception>
#include <source_location>
#include <string>

namespace boost::asyncio::detail {

// The part of gather that does not depend on the types of the results.
class gather_state : public waiter
{
public:
    // In Python it is a future: without time, wait_for() gives the result of
    // what is done already, and cancels the children else.
    static constexpr bool runs = true;

    BOOST_ASYNCIO_DECL bool ready();

    // Runs `i` when it is over, in place of going on.
    void watch(item& i) noexcept
    {
        watcher_ = &i;
    }

    BOOST_ASYNCIO_DECL void start() override;

    BOOST_ASYNCIO_DECL void describe(wait_info& info) const override;

    BOOST_ASYNCIO_DECL bool cancel_wait(std::string const& message) override;

protected:
    BOOST_ASYNCIO_DECL explicit gather_state(
        bool return_exceptions, std::source_location where = {}) noexcept;

    BOOST_ASYNCIO_DECL ~gather_state();

    // Makes the tasks, and says how many children there are.
    virtual std::size_t launch_children(loop_state& l) = 0;

    virtual state_base& child(std::size_t i) const noexcept = 0;

    BOOST_ASYNCIO_DECL void check() const;

private:
    class node;
    class node_block;

    BOOST_ASYNCIO_DECL void launch(loop_state& l);

    BOOST_ASYNCIO_DECL void leave_nodes() noexcept;

    BOOST_ASYNCIO_DECL void child_done(state_base& s);

    // Of several, as in Python, what the last child was told. If that ended
    // otherwise Python has no message, and here it is the first.
    BOOST_ASYNCIO_DECL std::string message() const;

    BOOST_ASYNCIO_DECL void end(std::exception_ptr e);

    node_block* nodes_ = nullptr;
    item* watcher_ = nullptr;
    std::size_t size_ = 0;
    std::size_t finished_ = 0;
    std::size_t asked_; // of the children, when they are cancelled
    std::exception_ptr error_;
    std::string message_;
    bool const return_exceptions_;
    bool launched_ = false;
    bool launching_ = true;
    bool over_ = false;
    bool cancel_requested_ = false;
};

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/wait/impl/gather_state.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_WAIT_GATHER_STATE_HPP
