// What an operation tells of itself when somebody looks.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_WAIT_INFO_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_WAIT_INFO_HPP

#include <string>
#include <vector>

namespace boost::asyncio::detail {

class state_base;
class task_base;

struct wait_info
{
    std::string what = "an operation"; // as in "waits for ..."
    std::vector<state_base*> awaited;  // the tasks and futures it waits for
    std::vector<task_base*> holders;   // the tasks that have what it waits for
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_WAIT_INFO_HPP
