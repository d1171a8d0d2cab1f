// What a loop that is run to the end of something calls then.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_RUN_WHEN_DONE_HPP
#define BOOST_ASYNCIO_DETAIL_RUN_WHEN_DONE_HPP

#include <boost/asyncio/config.hpp>

#include <functional>
#include <memory>

namespace boost::asyncio::detail {

class state_base;

// Calls a function inside the loop when a task or future is done, unless this
// object has gone before.
class when_done
{
public:
    // `alone`: no other thread runs the loop.
    BOOST_ASYNCIO_COLD_DECL
    when_done(state_base& s, bool alone, std::function<void()> f);

    when_done(when_done const&) = delete;
    when_done& operator=(when_done const&) = delete;

    BOOST_ASYNCIO_COLD_DECL ~when_done();

private:
    struct shared;
    class callback;

    std::shared_ptr<shared> shared_;
};

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/run/impl/when_done.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_RUN_WHEN_DONE_HPP
